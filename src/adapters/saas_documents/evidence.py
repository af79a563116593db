"""Evidence as a document: what was approved, by whom, with which right, and how that is checked without us."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from saas_documents.content import Content, items, moment, number, optional_part, part, text, zone
from saas_documents.hashing import attached
from saas_documents.parties import client_of, provider_of
from saas_documents.estimate import estimate_blocks
from saas_documents.sheets import Block, Box, Column, Heading, Pairs, Sheet, Table, Text
