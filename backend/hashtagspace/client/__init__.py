"""The SDK that a person or a business uses from Python."""
