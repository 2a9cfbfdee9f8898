"""What the sign-in page says; apart, because it is read before anything else is loaded."""

SIGN_IN = "Sign in"
SIGNING_IN = "Signing in…"
USE_TOKEN = "Use a token instead"  # noqa: S105 - words on the page
USE_PASSWORD = "Use a password instead"  # noqa: S105 - words on the page
TRY_HERE = "Try it on this computer"
STARTING_HERE = "Starting a server on this computer…"
TRY_HERE_TIP = "Start a server and a demo shop here, signed in at once"
KEYRING_NOTE = "Your sign-in token goes into the system keyring. The password is not kept."
