"""`python -m hashtagspace.cli`."""

from hashtagspace.cli.main import main

if __name__ == "__main__":
    main()
