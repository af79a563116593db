"""Amazon's services: mail over SES, and feedback about it over SNS."""

from saas_core.kernel.extras import needing

with needing("saas_aws", "aws"):
    from saas_aws.certificates import Certificates
    from saas_aws.feedback import feedback_of
    from saas_aws.ses import SesMailer, ses_client
    from saas_aws.sns import Confirmation, Notification, Notifications
    from saas_aws.topic import SesFeedback

__all__ = [
    "Certificates",
    "Confirmation",
    "Notification",
    "Notifications",
    "SesFeedback",
    "SesMailer",
    "feedback_of",
    "ses_client",
]
