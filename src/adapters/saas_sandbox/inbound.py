"""A simulated SES that takes mails in: a receipt rule that puts them into S3 or into the notification itself.

This is not the vendor: it follows Amazon's published format, and has not been verified against Amazon.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from saas_core.kernel.instants import Clock
from saas_sandbox.s3 import SimulatedS3
from saas_sandbox.sns import SimulatedTopic


class SimulatedInbound:
    """A receipt rule: each mail is put into a bucket and announced over a topic."""

    def __init__(self, clock: Clock, *, s3: SimulatedS3 | None = None, bucket: str = "mails") -> None:
        """Take the simulated S3 that holds the bucket; without one the mails are in the notifications."""
        self._clock = clock
        self._s3 = s3
        self._bucket = bucket
        self._count = 0
        self.topic = SimulatedTopic(clock, name="mail-in")

    def takes(  # noqa: PLR0913 - what a server knows of a mail
        self,
        raw: bytes,
        *,
        source: str,
        recipients: Sequence[str],
        spf: str = "PASS",
        dkim: str = "PASS",
        dmarc: str = "PASS",
        virus: str = "PASS",
    ) -> bytes:
        """Take a mail in, and return the body that SNS posts about it."""
        self._count += 1
        key = f"simulated{self._count:08}"
        at = self._clock.now().isoformat()
        event: dict[str, Any] = {
            "notificationType": "Received",
            "mail": {"timestamp": at, "source": source, "messageId": key, "destination": list(recipients)},
            "receipt": {
                "timestamp": at,
                "recipients": list(recipients),
                "spamVerdict": {"status": "PASS"},
                "virusVerdict": {"status": virus},
                "spfVerdict": {"status": spf},
                "dkimVerdict": {"status": dkim},
                "dmarcVerdict": {"status": dmarc},
            },
        }
        if self._s3 is None:
            event["receipt"]["action"] = {"type": "SNS", "topicArn": self.topic.arn, "encoding": "BASE64"}
            event["content"] = base64.b64encode(raw).decode()
        else:
            self._s3.objects[self._bucket, f"mails/{key}"] = raw
            event["receipt"]["action"] = {
                "type": "S3",
                "topicArn": self.topic.arn,
                "bucketName": self._bucket,
                "objectKey": f"mails/{key}",
            }
        return self.topic.notification(json.dumps(event), subject="Amazon SES Email Receipt Notification")
