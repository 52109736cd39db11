"""The person's wallet extension, played by the test: it holds the key and decides what to refuse."""

import json
from pathlib import Path

import requests
from eth_account import Account
from eth_utils import to_checksum_address

SCRIPT = (Path(__file__).parent / "injected_wallet.js").read_text(encoding="utf-8")
FOREIGN_CHAIN_ID = 1
REJECTED = {"code": 4001, "message": "User rejected the request."}


class TestWallet:
    """One account behind EIP-1193; `requests` keeps every method asked, `refused` names those to refuse."""

    __test__ = False

    def __init__(self, rpc_url: str, chain_id: int, key: str | None = None) -> None:
        self.account = Account.from_key(key) if key else Account.create()
        self.home_chain_id = chain_id
        self.chain_id = chain_id
        self.refused: set[str] = set()
        self.signed: list[dict] = []
        self.methods: list[str] = []
        self._rpc_url = rpc_url
        self._knows_home = True
        self._handlers = {
            "eth_requestAccounts": self._list_accounts,
            "eth_accounts": self._list_accounts,
            "eth_chainId": self._tell_chain,
            "wallet_switchEthereumChain": self._switch_chain,
            "wallet_addEthereumChain": self._add_chain,
            "eth_signTypedData_v4": self._sign_typed_data,
            "eth_sendTransaction": self._send_transaction,
        }

    def install(self, context) -> "TestWallet":
        """Every page of the browser context finds this wallet announced."""
        context.expose_function("askTestWallet", self.answer)
        context.add_init_script(SCRIPT)
        return self

    def start_on_foreign_chain(self, *, knows_home: bool) -> None:
        """The wallet stands on another network; `knows_home` says whether it has ours in its list."""
        self.chain_id = FOREIGN_CHAIN_ID
        self._knows_home = knows_home

    def answer(self, text: str) -> str:
        """One EIP-1193 request, answered as JSON with `result` or `error`, and `events` to fire before."""
        asked = json.loads(text)
        method, params = asked["method"], asked.get("params") or []
        self.methods.append(method)
        if method in self.refused:
            return json.dumps({"error": REJECTED})
        handler = self._handlers.get(method)
        return json.dumps(handler(params) if handler else self._forward(method, params))

    def _list_accounts(self, _params):
        return {"result": [self.account.address]}

    def _tell_chain(self, _params):
        return {"result": hex(self.chain_id)}

    def _switch_chain(self, params):
        wanted = int(params[0]["chainId"], 16)
        if wanted == self.home_chain_id and not self._knows_home:
            return {"error": {"code": 4902, "message": "Unrecognized chain ID."}}
        self.chain_id = wanted
        return {"result": None, "events": [["chainChanged", hex(wanted)]]}

    def _add_chain(self, params):
        self._knows_home = True
        self.chain_id = int(params[0]["chainId"], 16)
        return {"result": None, "events": [["chainChanged", hex(self.chain_id)]]}

    def _sign_typed_data(self, params):
        address, message = params[0], params[1]
        typed = json.loads(message) if isinstance(message, str) else message
        if address.lower() != self.account.address.lower():
            return {"error": {"code": -32602, "message": "Unknown account."}}
        self.signed.append(typed)
        return {
            "result": "0x"
            + self.account.sign_typed_data(full_message=typed).signature.hex().removeprefix("0x")
        }

    def _send_transaction(self, params):
        """The wallet signs with its own key; the account needs coin."""
        transaction = {**params[0]}
        filled = self._fill(transaction)
        signed = self.account.sign_transaction(filled)
        return self._forward(
            "eth_sendRawTransaction", ["0x" + signed.raw_transaction.hex().removeprefix("0x")]
        )

    def _fill(self, transaction):
        fee = int(self._forward("eth_gasPrice", [])["result"], 16)
        return {
            "to": to_checksum_address(transaction["to"]),
            "data": transaction.get("data", "0x"),
            "value": int(transaction.get("value", "0x0"), 16),
            "gas": int(transaction.get("gas", hex(500_000)), 16),
            "nonce": int(
                self._forward("eth_getTransactionCount", [self.account.address, "pending"])["result"], 16
            ),
            "maxFeePerGas": fee * 2,
            "maxPriorityFeePerGas": min(fee, 10**9),
            "chainId": self.chain_id,
        }

    def _forward(self, method, params):
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = requests.post(self._rpc_url, json=body, timeout=10).json()
        return {key: answer[key] for key in ("result", "error") if key in answer}
