"""Attachments: files of tickets, their types sniffed, their bytes kept outside the database."""
