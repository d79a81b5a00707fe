import json
import subprocess
import sys
from pathlib import Path

from tests.think.llm_server import LlmServer, calls

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, text: str = "") -> subprocess.CompletedProcess:
    command = [sys.executable, "main.py", "plan", *words]
    return subprocess.run(
        command, cwd=ROOT, input=text, capture_output=True, text=True, check=False
    )


def test_a_batch_answers_every_line_in_order_and_names_the_bad_one() -> None:
    known = [{"path": "audio/3f0c9d12.wav", "kind": "audio", "description": "a.wav"}]
    lines = [
        json.dumps(
            {"id": "b", "query": "remove the noise from this recording", "resources": known}
        ),
        "{not json",
        json.dumps({"id": "a", "query": "translate this recording", "resources": known}),
        json.dumps({"id": 3, "query": 7}),
        json.dumps(["no", "object"]),
        json.dumps(
            {
                "id": "c",
                "query": "transcribe it",
                "history": [
                    {
                        "query": "remove the noise",
                        "reply": "Done.",
                        "artifacts": [
                            {"path": "audio/aa10bb20.wav", "kind": "audio", "description": "clean"}
                        ],
                    }
                ],
                "resources": known,
            }
        ),
    ]
    done = run("--batch", "-", text="\n".join(lines) + "\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [document["id"] for document in found] == ["b", None, "a", 3, None, "c"]
    kinds = ["act", "error", "clarify", "error", "error", "act"]
    assert [document["kind"] for document in found] == kinds
    assert "line 2" in found[1]["reply"]
    assert found[5]["steps"] == [
        {"tool": "transcribe_speech", "arguments": {"audio": "audio/aa10bb20.wav"}}
    ]


def test_a_file_is_read_and_a_missing_one_is_named(tmp_path: Path) -> None:
    requests = tmp_path / "requests.jsonl"
    requests.write_text('\n{"id": 1, "query": "what is 2 plus 3"}\n')
    done = run("--batch", str(requests))
    assert done.returncode == 0
    assert json.loads(done.stdout)["kind"] == "chat"
    missing = run("--batch", str(tmp_path / "none.jsonl"))
    assert missing.returncode == 1
    assert "none.jsonl" in missing.stderr
    assert "Traceback" not in missing.stderr


def test_one_request_is_shown_or_printed_as_json() -> None:
    shown = run("say good morning")
    assert shown.returncode == 0
    assert "synthesize_speech" in shown.stdout
    assert run("say good morning \udcff").returncode == 0  # of a terminal in Latin-1
    printed = json.loads(run("say good morning", "--json").stdout)
    assert printed["steps"][0]["arguments"] == {"text": "good morning"}
    assert run().returncode == 2


def test_a_language_model_plans_when_it_is_chosen_and_histories_cost_no_request() -> None:
    line = {
        "id": "x",
        "query": "and now play it",
        "history": [{"query": "clean this up", "reply": "Done.", "artifacts": []}],
        "resources": [{"path": "audio/3f0c9d12.wav", "kind": "audio", "description": "a.wav"}],
    }
    with LlmServer() as server:
        server.will(calls(("play_audio", {"audio": "audio/3f0c9d12.wav"})))
        words = ["--planner", "openai", "--batch", "-", "--set", f"openai.base_url={server.url}"]
        words += ["--set", "openai.model=small", "--set", "openai.key_variable="]
        done = run(*words, text=json.dumps(line) + "\n")
        asked = len(server.requests)
    assert done.returncode == 0, done.stderr
    assert asked == 1
    steps = json.loads(done.stdout)["steps"]
    assert steps == [{"tool": "play_audio", "arguments": {"audio": "audio/3f0c9d12.wav"}}]
