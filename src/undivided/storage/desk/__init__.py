"""The desk's file: outbox and drafts."""
