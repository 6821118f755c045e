"""Turns the GGUF file of SmolLM2-135M-Instruct into a folder in Hugging Face format.

    convert.py GGUF-FILE OUTPUT-FOLDER

Use the script `convert` beside this file: it provides the Python environment and the GGUF file.
"""

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize
from safetensors.numpy import save_file

SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
CONTROL_TOKEN = 3  # the token type that GGUF gives to special tokens

LAYER_TENSORS = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
OTHER_TENSORS = {"token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight"}


class ConvertError(Exception):
    """A file that this converter does not understand."""


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    source, output = Path(arguments[0]), Path(arguments[1])
    try:
        convert(source, output)
    except (ConvertError, OSError) as error:
        sys.exit(f"convert: {error}")


def convert(source, output):
    """The folder appears whole or not at all: it is written aside and renamed."""
    check(source)
    gguf = GGUFReader(source)
    values = {name: field.contents() for name, field in gguf.fields.items()}
    output.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        write_json(aside / "config.json", config(values))
        write_json(aside / "generation_config.json", generation_config(values))
        write_json(aside / "tokenizer.json", tokenizer(values))
        write_json(aside / "tokenizer_config.json", tokenizer_config(values))
        save_file(weights(gguf, values), aside / "model.safetensors", metadata={"format": "pt"})
        aside.chmod(0o755)
        (aside / "model.safetensors").chmod(0o644)
        aside.rename(output)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    print(f"wrote {output} ({sum(f.stat().st_size for f in output.iterdir()) / 1e6:.0f} MB)")


def check(source):
    if not source.is_file():
        raise ConvertError(f"{source} is not there; remove the environment and run `convert` again")
    with source.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else hashlib.sha256(file.read()).hexdigest()
    if found != SHA256:
        raise ConvertError(f"{source} has SHA-256 {found}, expected {SHA256}; remove it and run `convert` again")


def config(values):
    heads = values["llama.attention.head_count"]
    hidden = values["llama.embedding_length"]
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": values["llama.vocab_size"],
        "hidden_size": hidden,
        "intermediate_size": values["llama.feed_forward_length"],
        "num_hidden_layers": values["llama.block_count"],
        "num_attention_heads": heads,
        "num_key_value_heads": values["llama.attention.head_count_kv"],
        "head_dim": hidden // heads,
        "hidden_act": "silu",
        "max_position_embeddings": values["llama.context_length"],
        "rms_norm_eps": shortest(values["llama.attention.layer_norm_rms_epsilon"]),
        "rope_theta": shortest(values["llama.rope.freq_base"]),
        "rope_scaling": None,
        "attention_bias": False,
        "attention_dropout": 0.0,
        "mlp_bias": False,
        "tie_word_embeddings": True,
        "initializer_range": hidden**-0.5,
        "bos_token_id": values["tokenizer.ggml.bos_token_id"],
        "eos_token_id": values["tokenizer.ggml.eos_token_id"],
        "pad_token_id": values["tokenizer.ggml.padding_token_id"],
        "torch_dtype": "float32",
        "use_cache": True,
    }


def generation_config(values):
    return {
        "bos_token_id": values["tokenizer.ggml.bos_token_id"],
        "eos_token_id": values["tokenizer.ggml.eos_token_id"],
        "pad_token_id": values["tokenizer.ggml.padding_token_id"],
    }


def shortest(value):
    """The decimal that was meant, of a number that GGUF keeps as a 32-bit float: 1e-05, not 9.999999747378752e-06."""
    return float(str(np.float32(value)))


def tokenizer(values):
    """GGUF keeps tokens and merges and only a name for the rest; "smollm" means: each digit alone, then byte-level BPE."""
    if values["tokenizer.ggml.model"] != "gpt2" or values["tokenizer.ggml.pre"] != "smollm":
        raise ConvertError(f"unknown tokenizer {values['tokenizer.ggml.model']}/{values['tokenizer.ggml.pre']}, expected gpt2/smollm")
    tokens = values["tokenizer.ggml.tokens"]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": number, **special(tokens[number])} for number in special_ids(values)],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": True}, byte_level]},
        "post_processor": None,
        "decoder": {**byte_level, "add_prefix_space": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": tokens[values["tokenizer.ggml.unknown_token_id"]],
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "vocab": {token: number for number, token in enumerate(tokens)},
            "merges": values["tokenizer.ggml.merges"],
        },
    }


def tokenizer_config(values):
    tokens = values["tokenizer.ggml.tokens"]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "add_prefix_space": False,
        "added_tokens_decoder": {str(number): special(tokens[number]) for number in special_ids(values)},
        "bos_token": tokens[values["tokenizer.ggml.bos_token_id"]],
        "eos_token": tokens[values["tokenizer.ggml.eos_token_id"]],
        "unk_token": tokens[values["tokenizer.ggml.unknown_token_id"]],
        "pad_token": tokens[values["tokenizer.ggml.padding_token_id"]],
        "chat_template": values["tokenizer.chat_template"],
        "clean_up_tokenization_spaces": False,
        "model_max_length": values["llama.context_length"],
    }


def special_ids(values):
    return [number for number, kind in enumerate(values["tokenizer.ggml.token_type"]) if kind == CONTROL_TOKEN]


def special(token):
    return {"content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}


def weights(gguf, values):
    heads = {"attn_q": values["llama.attention.head_count"], "attn_k": values["llama.attention.head_count_kv"]}
    tensors = {}
    for tensor in gguf.tensors:
        array = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        part = tensor.name.split(".")
        if tensor.name in OTHER_TENSORS:
            tensors[OTHER_TENSORS[tensor.name]] = array
        elif len(part) == 4 and part[0] == "blk" and part[2] in LAYER_TENSORS and part[3] == "weight":
            if part[2] in heads:
                array = half_rotated(array, heads[part[2]])
            tensors[f"model.layers.{part[1]}.{LAYER_TENSORS[part[2]]}.weight"] = np.ascontiguousarray(array)
        else:
            raise ConvertError(f"unknown tensor {tensor.name} in the GGUF file")
    expected = len(OTHER_TENSORS) + len(LAYER_TENSORS) * values["llama.block_count"]
    if len(tensors) != expected:
        raise ConvertError(f"the GGUF file has {len(tensors)} tensors, expected {expected}")
    return tensors


def half_rotated(weight, heads):
    """GGUF orders the rows of a query or key head for rotation of neighbouring pairs; Hugging Face rotates the first half with the second."""
    rows, columns = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
