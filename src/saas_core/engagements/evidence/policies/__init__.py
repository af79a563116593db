"""Rules of evidence: how a pack is made, and how it is checked."""
