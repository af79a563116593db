"""The page of the policy: from terms, features, results and code's links to one content, and to HTML."""

from saas_core.kernel.extras import needing

with needing("saas_policy_page", "app"):
    from saas_policy_page.assembling import assembled
    from saas_policy_page.content import content_hash, content_of
    from saas_policy_page.coverage import dangling, of_results
    from saas_policy_page.html import as_html, style
    from saas_policy_page.known import Known, Way

__all__ = ["Known", "Way", "as_html", "assembled", "content_hash", "content_of", "dangling", "of_results", "style"]
