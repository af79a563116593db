"""One call over license, policy and roles: may this actor of this client do this now?"""
