from voice_agent.cli import run

run()
