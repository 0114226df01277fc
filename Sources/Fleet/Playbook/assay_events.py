"""One JSON line per event of a play, for assay fleet: to the file, FIFO or descriptor in ASSAY_FLEET_EVENTS."""

import json
import os
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
    name: assay_events
    type: notification
    short_description: one JSON line per event, without variables
    description:
      - Writes what happened to which node, in which step, with a short reason where it failed.
      - Never a task's arguments or a node's variables; nothing at all of the result of a task with no_log.
      - Does nothing where ASSAY_FLEET_EVENTS is not set.
"""

LINES = 3
LENGTH = 400


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "assay_events"
    CALLBACK_NEEDS_ENABLED = False

    def __init__(self):
        super().__init__()
        path = os.environ.get("ASSAY_FLEET_EVENTS")
        self.disabled = not path
        # Line by line: a controller that is killed has lost nothing.
        self.stream = open(path, "w", buffering=1, encoding="utf-8") if path else None

    def send(self, event, task=None, host=None, **more):
        line = {"event": event, "time": time.time()}
        if task is not None:
            name = task.get_name().split(" : ")[-1]
            step, found, words = name.partition(" | ")
            line["step"] = step if found else ""
            line["task"] = words if found else name
        if host is not None:
            line["host"] = host.get_name()
        line.update({key: value for key, value in more.items() if value not in (None, [], "")})
        try:
            self.stream.write(json.dumps(line) + "\n")
        except (BrokenPipeError, ValueError):
            # Who listened is gone. The play goes on by itself.
            self.disabled = True

    def result(self, event, result, **more):
        data = result._result
        if result._task.no_log or data.get("_ansible_no_log") or "censored" in data:
            more["message"] = "not said: the task has no_log"
        else:
            more.update(self.words(data))
        self.send(event, result._task, result._host, **more)

    @staticmethod
    def words(data):
        output = data.get("stderr") or data.get("module_stderr") or ""
        said = data.get("stdout") or data.get("module_stdout") or ""
        message = data.get("msg")
        # Of a loop the first item that failed says more than that one did.
        for item in data.get("results") or []:
            if isinstance(item, dict) and item.get("failed") and not item.get("_ansible_no_log"):
                message = item.get("msg") or message
                break
        return {
            "message": " ".join(message.split())[:LENGTH] if isinstance(message, str) else None,
            "code": data.get("rc") if isinstance(data.get("rc"), int) else None,
            "errors": CallbackModule.tail(output),
            "output": [line for line in CallbackModule.tail(said) if line.startswith("assay: ")],
            "changed": True if data.get("changed") else None,
        }

    @staticmethod
    def tail(text):
        lines = [line.strip() for line in str(text).splitlines()]
        lines = [line for line in lines if line and not line.startswith("Shared connection to ")]
        return [line[:LENGTH] for line in lines[-LINES:]]

    def v2_runner_on_start(self, host, task):
        self.send("start", task, host)

    def v2_runner_on_ok(self, result):
        self.result("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.result("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_unreachable(self, result):
        self.result("unreachable", result)

    def v2_runner_on_skipped(self, result):
        self.send("skipped", result._task, result._host)

    def item(self, event, result):
        item = result._result.get(result._result.get("ansible_loop_var", "item"))
        label = os.path.basename(item) if isinstance(item, str) else None
        self.result(event, result, item=label)

    def v2_runner_item_on_ok(self, result):
        self.item("item", result)

    def v2_runner_item_on_failed(self, result):
        self.item("item-failed", result)

    def v2_playbook_on_stats(self, stats):
        for name in sorted(stats.processed):
            summary = stats.summarize(name)
            self.send("stats", None, None, **{"node": name, "failures": summary["failures"],
                                              "unreachable": summary["unreachable"]})
        self.send("end")
