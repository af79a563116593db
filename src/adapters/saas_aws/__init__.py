"""Amazon's services: mail over SES both ways, feedback about it over SNS, storage in S3, and keys in KMS."""

from saas_core.kernel.extras import needing

with needing("saas_aws", "aws"):
    from saas_aws.certificates import Certificates
    from saas_aws.feedback import feedback_of
    from saas_aws.inbound import SesInbound
    from saas_aws.kms import KmsKey, kms_client
    from saas_aws.s3 import MailBucket, S3Storage, s3_client
    from saas_aws.ses import SesMailer, ses_client
    from saas_aws.sns import Confirmation, Notification, Notifications
    from saas_aws.topic import SesFeedback

__all__ = [
    "Certificates",
    "Confirmation",
    "KmsKey",
    "MailBucket",
    "Notification",
    "Notifications",
    "S3Storage",
    "SesFeedback",
    "SesInbound",
    "SesMailer",
    "feedback_of",
    "kms_client",
    "s3_client",
    "ses_client",
]
