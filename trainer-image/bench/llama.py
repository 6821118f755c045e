"""llama.cpp on the shapes of `rlaif bench decode`, with float32 weights on the CPU; one JSON object a repetition.

    $(./environment llama.cpp) llama.py --random-weights 135m --batch 16

Prompts of all rows are read as one batch, then every step decodes a token of each row. As in llama.cpp's own batched-bench no token is drawn from the logits: the next ones are
random, which saves the peer the work of drawing.
"""

import argparse
import ctypes
import json
import os
import pathlib
import sys
import tempfile
import time

import gguf
import numpy
from shapes import SHAPES

RELEASE = "v0.5.0"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--random-weights", required=True, choices=sorted(SHAPES))
    parser.add_argument("--device", default="cpu", choices=["cpu"])
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--prompt-tokens", type=int, default=32)
    parser.add_argument("--new-tokens", type=int, default=64)
    parser.add_argument("--rank", type=int, default=0, choices=[0], help="without an adapter")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--repetitions", type=int, default=3)
    return parser.parse_args()


def write(shape, file):
    """A model of random weights and no vocabulary: tokens are numbers."""
    hidden, wide = shape["hidden_size"], shape["intermediate_size"]
    heads, keys = shape["num_attention_heads"], shape["num_key_value_heads"]
    size = hidden // heads
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_context_length(shape["max_position_embeddings"])
    writer.add_embedding_length(hidden)
    writer.add_block_count(shape["num_hidden_layers"])
    writer.add_feed_forward_length(wide)
    writer.add_head_count(heads)
    writer.add_head_count_kv(keys)
    writer.add_rope_dimension_count(size)
    writer.add_layer_norm_rms_eps(shape["rms_norm_eps"])
    writer.add_vocab_size(shape["vocab_size"])
    writer.add_tokenizer_model("no_vocab")
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    random = numpy.random.default_rng(0)

    def matrix(name, rows, columns):
        values = random.standard_normal((rows, columns), dtype=numpy.float32)
        writer.add_tensor(name + ".weight", values * numpy.float32(0.02))

    def norm(name):
        writer.add_tensor(name + ".weight", numpy.ones(hidden, numpy.float32))

    matrix("token_embd", shape["vocab_size"], hidden)
    norm("output_norm")
    if not shape.get("tie_word_embeddings"):
        matrix("output", shape["vocab_size"], hidden)
    for i in range(shape["num_hidden_layers"]):
        norm(f"blk.{i}.attn_norm")
        matrix(f"blk.{i}.attn_q", heads * size, hidden)
        matrix(f"blk.{i}.attn_k", keys * size, hidden)
        matrix(f"blk.{i}.attn_v", keys * size, hidden)
        matrix(f"blk.{i}.attn_output", hidden, heads * size)
        norm(f"blk.{i}.ffn_norm")
        matrix(f"blk.{i}.ffn_gate", wide, hidden)
        matrix(f"blk.{i}.ffn_up", wide, hidden)
        matrix(f"blk.{i}.ffn_down", hidden, wide)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class Params(ctypes.Structure):
    """The first fields of llama_context_params; what follows keeps its default, and so does all of llama_model_params."""

    _fields_ = [
        *[(name, ctypes.c_uint32) for name in ("n_ctx", "n_batch", "n_ubatch", "n_seq_max")],
        ("others", ctypes.c_ubyte * 1008),
    ]


class Batch(ctypes.Structure):
    _fields_ = [
        ("n_tokens", ctypes.c_int32),
        ("token", ctypes.POINTER(ctypes.c_int32)),
        ("embd", ctypes.POINTER(ctypes.c_float)),
        ("pos", ctypes.POINTER(ctypes.c_int32)),
        ("n_seq_id", ctypes.POINTER(ctypes.c_int32)),
        ("seq_id", ctypes.POINTER(ctypes.POINTER(ctypes.c_int32))),
        ("logits", ctypes.POINTER(ctypes.c_int8)),
    ]


def function(library, name, result, *arguments):
    made = getattr(library, name)
    made.restype, made.argtypes = result, arguments
    return made


class Library:
    """The functions of llama.cpp that are needed, of the release that `environment` brings."""

    def __init__(self):
        folder = pathlib.Path(sys.prefix) / "llama.cpp"
        ggml = ctypes.CDLL(str(folder / f"libggml.{RELEASE}.so"))
        llama = ctypes.CDLL(str(folder / f"libllama.{RELEASE}.so"))
        here, number = ctypes.c_void_p, ctypes.c_int32
        self.quiet = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, here)(lambda *_: None)
        function(llama, "llama_log_set", None, here, here)(self.quiet, None)
        load = function(ggml, "ggml_backend_load_all_from_path", None, ctypes.c_char_p)
        load(str(folder).encode())
        function(llama, "llama_backend_init", None)()
        self.model_params = function(llama, "llama_model_default_params", Params)
        self.load = function(llama, "llama_model_load_from_file", here, ctypes.c_char_p, Params)
        self.context_params = function(llama, "llama_context_default_params", Params)
        self.context = function(llama, "llama_init_from_model", here, here, Params)
        self.threads = function(llama, "llama_set_n_threads", None, here, number, number)
        self.batch = function(llama, "llama_batch_init", Batch, number, number, number)
        self.decode = function(llama, "llama_decode", number, here, Batch)
        self.synchronize = function(llama, "llama_synchronize", None, here)
        self.memory = function(llama, "llama_get_memory", here, here)
        self.clear = function(llama, "llama_memory_clear", None, here, ctypes.c_bool)


class Llama:
    def __init__(self, args, file):
        self.library = Library()
        self.model = self.library.load(str(file).encode(), self.library.model_params())
        assert self.model, f"llama.cpp does not load {file}"
        params = self.library.context_params()
        params.n_ctx = args.batch * (args.prompt_tokens + args.new_tokens)
        params.n_batch = params.n_ubatch = max(args.batch * args.prompt_tokens, 512)
        params.n_seq_max = args.batch
        self.context = self.library.context(self.model, params)
        assert self.context, "llama.cpp makes no context"
        self.library.threads(self.context, args.threads, args.threads)
        self.batch = self.library.batch(params.n_batch, 0, 1)
        self.random = numpy.random.default_rng(0)

    def decode(self, cells, vocabulary):
        """cells: (row, position, whether its logits are wanted)"""
        self.batch.n_tokens = len(cells)
        drawn = self.random.integers(3, vocabulary, len(cells))
        for i, (row, position, wanted) in enumerate(cells):
            self.batch.token[i] = int(drawn[i])
            self.batch.pos[i] = position
            self.batch.n_seq_id[i] = 1
            self.batch.seq_id[i][0] = row
            self.batch.logits[i] = wanted
        assert self.library.decode(self.context, self.batch) == 0
        self.library.synchronize(self.context)

    def answer(self, args, vocabulary):
        self.library.clear(self.library.memory(self.context), True)
        last = args.prompt_tokens - 1
        rows = range(args.batch)
        self.decode([(b, t, t == last) for b in rows for t in range(last + 1)], vocabulary)
        marks = [time.perf_counter()]
        for step in range(1, args.new_tokens):
            self.decode([(b, last + step, True) for b in rows], vocabulary)
            marks.append(time.perf_counter())
        return numpy.diff(marks)


def main():
    args = arguments()
    shape = SHAPES[args.random_weights]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "random.gguf"
        write(shape, file)
        llama = Llama(args, file)
        for repetition in range(args.repetitions):
            start, used = time.perf_counter(), time.process_time()
            steps = llama.answer(args, shape["vocab_size"])
            seconds = time.perf_counter() - start
            line = {
                "bench": "decode",
                "engine": "llama.cpp " + RELEASE,
                "repetition": repetition,
                "batch": args.batch,
                "promptTokens": args.prompt_tokens,
                "newTokens": args.new_tokens,
                "rank": 0,
                "tokensPerSecond": round(args.batch * args.new_tokens / seconds, 1),
                "millisecondsPerStep": round(1e3 * seconds / args.new_tokens, 2),
                "medianMillisecondsOfDecodeStep": round(1e3 * float(numpy.median(steps)), 2),
                "processorSeconds": round(time.process_time() - used, 3),
            }
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
