"""Amazon's services: mail over SES, and what SNS tells about it."""
