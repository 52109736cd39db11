"""`python relay_process.py STEP`: a relay's worker that SIGKILLs itself when it reaches STEP ("-": never)."""

import os
import signal
import sys
import threading

from hashtagspace.chain.deployment import Deployment
from hashtagspace.config import Settings
from hashtagspace.ipfs.open import open_content_store
from hashtagspace.relay.open import open_worker
from hashtagspace.relay.worker import run_relay


def main(fatal: str) -> None:
    def reach(step: str) -> None:
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    settings = Settings.from_environment(os.environ)
    deployment = Deployment.load(settings.deployment_path)
    content = open_content_store(settings.content_store)
    worker = open_worker(settings, deployment, None, content, reach)
    run_relay(worker, threading.Event(), pause_seconds=0.05)


if __name__ == "__main__":
    main(sys.argv[1])
