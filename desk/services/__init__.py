"""What the desk does, without a page: every right is checked here, whoever asks (page, REST or command)."""
