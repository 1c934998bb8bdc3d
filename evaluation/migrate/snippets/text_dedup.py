from pathlib import Path

from text_dedup.config.base import load_config_from_toml
from text_dedup.minhash import main

main(load_config_from_toml(Path("config.toml")))
