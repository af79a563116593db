"""The ports that need no cloud: mail as files, a key file, payments recorded by hand."""

from saas_core.kernel.extras import needing

with needing("saas_local", "app"):
    from saas_local.addresses import InternationalAddresses
    from saas_local.by_hand import ByHand
    from saas_local.checkpoints import CheckpointFile, CheckpointsBroken
    from saas_local.key_file import KeyFile
    from saas_local.mail import MailFolder, as_file
    from saas_local.mail_in import IncomingFolder
    from saas_local.makers import SystemClock, SystemIds, SystemSecrets, chance
    from saas_local.signing import signed
    from saas_local.storage import FolderStorage
    from saas_local.tax_numbers import NationalTaxNumbers

__all__ = [
    "ByHand",
    "CheckpointFile",
    "CheckpointsBroken",
    "FolderStorage",
    "IncomingFolder",
    "InternationalAddresses",
    "KeyFile",
    "MailFolder",
    "NationalTaxNumbers",
    "SystemClock",
    "SystemIds",
    "SystemSecrets",
    "as_file",
    "chance",
    "signed",
]
