"""Makes src/test/resources/families: a random model of each family, a PEFT adapter for it, and what transformers and PEFT compute with them.

    python3 -m pip install -r requirements.txt
    python3 families.py ../resources/families [FAMILY ...]
"""

import json
import pathlib
import sys

import torch
from peft import LoraConfig, get_peft_model
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

NEW_TOKENS = 10
PENALTY = 1.6
PROMPTS = [[1, 7, 19, 4, 33], [1, 12, 5, 28, 39, 6, 6, 30, 17, 22, 9, 14, 3]]
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
SIZES = dict(
    vocab_size=40,
    hidden_size=16,
    intermediate_size=24,
    num_hidden_layers=2,
    num_attention_heads=4,
    max_position_embeddings=64,
    bos_token_id=1,
    eos_token_id=None,
    pad_token_id=None,
)
LLAMA3 = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=16)


def rope(theta, **scaling):
    return {"rope_type": "default", "rope_theta": theta, **scaling}


def transformers4(config):
    """The spelling of releases before 5: what rope_parameters holds lies in two fields."""
    parameters = config.pop("rope_parameters")
    config["rope_theta"] = parameters.pop("rope_theta")
    config["rope_scaling"] = None if parameters["rope_type"] == "default" else parameters
    config["torch_dtype"] = config.pop("dtype")


def old_type_key(config):
    transformers4(config)
    config["rope_scaling"]["type"] = config["rope_scaling"].pop("rope_type")


# name: configuration, model, adapter, a change of config.json
FAMILIES = {
    "llama-2": (
        LlamaConfig(**SIZES, num_key_value_heads=4, rope_parameters=rope(10000.0)),
        LlamaForCausalLM,
        dict(r=4, lora_alpha=8, target_modules=ALL),
        transformers4,
    ),
    "llama-3.1": (
        LlamaConfig(**SIZES, num_key_value_heads=2, rope_parameters=rope(500000.0, **LLAMA3)),
        LlamaForCausalLM,
        dict(r=4, lora_alpha=8, target_modules=ALL, use_rslora=True),
        transformers4,
    ),
    "llama-3.2": (
        LlamaConfig(**SIZES, num_key_value_heads=2, head_dim=6, tie_word_embeddings=True, rope_parameters=rope(500000.0, **LLAMA3)),
        LlamaForCausalLM,
        dict(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"]),
        None,
    ),
    "llama-linear": (
        LlamaConfig(**SIZES, num_key_value_heads=1, rope_parameters=rope(10000.0, rope_type="linear", factor=4.0)),
        LlamaForCausalLM,
        dict(r=3, lora_alpha=5, target_modules=ALL, layers_to_transform=[1]),
        old_type_key,
    ),
    "smollm2": (
        LlamaConfig(**SIZES, num_key_value_heads=2, tie_word_embeddings=True, rms_norm_eps=1e-5, rope_parameters=rope(100000.0)),
        LlamaForCausalLM,
        dict(r=4, lora_alpha=8, target_modules=ALL, exclude_modules=["k_proj"]),
        transformers4,
    ),
    "mistral": (
        MistralConfig(**SIZES, num_key_value_heads=2, head_dim=6, sliding_window=24, rope_parameters=rope(10000.0)),
        MistralForCausalLM,
        dict(r=4, lora_alpha=8, target_modules=ALL, rank_pattern={"q_proj": 2, "layers.1.mlp.down_proj": 6}, alpha_pattern={"v_proj": 3}),
        None,
    ),
    "qwen2.5": (
        Qwen2Config(**SIZES, num_key_value_heads=2, use_sliding_window=False, sliding_window=8, rope_parameters=rope(1000000.0)),
        Qwen2ForCausalLM,
        dict(r=4, lora_alpha=8, target_modules=ALL),
        transformers4,
    ),
    "qwen3": (
        Qwen3Config(**SIZES, num_key_value_heads=2, head_dim=6, tie_word_embeddings=True, rope_parameters=rope(1000000.0)),
        Qwen3ForCausalLM,
        dict(r=4, lora_alpha=8, target_modules=r".*\.layers\.(0\.self_attn|1\.mlp)\..*_proj", rank_pattern={"(up|gate)_proj": 5}),
        None,
    ),
}


def randomise(model, spread):
    for name, parameter in model.named_parameters():
        with torch.no_grad():
            noise = torch.randn_like(parameter)
            parameter.copy_(1 + 0.2 * noise if "norm" in name else spread * noise)


def greedy(model, prompt):
    """Tokens, and the log-probabilities of the whole vocabulary at each of them, computed without a cache."""
    ids = list(prompt)
    chances = []
    for _ in range(NEW_TOKENS):
        with torch.no_grad():
            logits = model(torch.tensor([ids])).logits[0, -1]
        chances.append([round(value, 6) for value in torch.log_softmax(logits.double(), -1).tolist()])
        ids.append(int(logits.argmax()))
    return {"promptIds": prompt, "tokenIds": ids[len(prompt) :], "logProbs": chances}


def penalised(model, prompt):
    """A greedy answer by transformers' own generation, with its cache and its repetition penalty."""
    ids = model.generate(torch.tensor([prompt]), do_sample=False, max_new_tokens=NEW_TOKENS, repetition_penalty=PENALTY)
    return ids[0, len(prompt) :].tolist()


def make(name, folder):
    config, kind, adapter, change = FAMILIES[name]
    torch.manual_seed(sorted(FAMILIES).index(name))
    config.dtype = "float32"
    model = kind(config).eval()
    model.set_attn_implementation("eager")
    randomise(model, 0.4)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    if change is not None:
        path = folder / "config.json"
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content, indent=2) + "\n")
    golden = {"base": [{**greedy(model, prompt), "penalised": penalised(model, prompt)} for prompt in PROMPTS]}
    tuned = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", lora_dropout=0.0, **adapter)).eval()
    for parameter_name, parameter in tuned.named_parameters():
        if "lora_" in parameter_name:
            with torch.no_grad():
                parameter.copy_(0.3 * torch.randn_like(parameter))
    tuned.save_pretrained(folder / "adapter")
    (folder / "adapter" / "README.md").unlink(missing_ok=True)
    golden["tuned"] = [greedy(tuned, prompt) for prompt in PROMPTS]
    lines = [f' "{key}": [\n  ' + ",\n  ".join(json.dumps(case) for case in cases) + "]" for key, cases in golden.items()]
    (folder / "golden.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def main():
    target = pathlib.Path(sys.argv[1])
    for name in sys.argv[2:] or FAMILIES:
        make(name, target / name)


if __name__ == "__main__":
    main()
