"""The trained networks as ONNX graphs whose weights are 8-bit blocks, and their pieces as arrays.

Every block of weights has its own scale, and so has every block of activations of one piece of one message, so that
nothing is lost to one large value elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.detection.model.pieces import Pieces
from bot.detection.model.script import LONGEST
from scripts.training.e5 import Shape

OPSET = 20
MICROSOFT = "com.microsoft"
BLOCK = 128
ZERO = 128
"""The level that stands for 0 in an unsigned byte."""
COMPUTE_IN_INT8 = 4
"""MatMulNBits's accuracy_level: activations become 8-bit, block by block."""

Floats = NDArray[np.float32]


@dataclass
class Graph:
    """Nodes and constants as they are added; every step returns the name of its output."""

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operation: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def linear(self, x: str, name: str, weight: Floats, bias: Floats) -> str:
        """`weight` is output by input, as torch keeps it."""
        levels, scale = blocks_of(weight)
        product = self.add(
            "MatMulNBits",
            [x, self.constant(f"{name}.levels", levels), self.constant(f"{name}.scale", scale)],
            f"{name}.product",
            domain=MICROSOFT, K=weight.shape[1], N=weight.shape[0], bits=8, block_size=BLOCK,
            accuracy_level=COMPUTE_IN_INT8,
        )  # fmt: skip
        return self.add("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def norm(self, x: str, name: str, weight: Floats, bias: Floats, epsilon: float) -> str:
        inputs = [x, self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias)]
        return self.add("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)


def blocks_of(weight: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """Levels (output, block, BLOCK) around ZERO, and one scale a block."""
    parts = weight.reshape(weight.shape[0], -1, BLOCK)
    scale = np.maximum(np.abs(parts).max(axis=-1), 1e-8) / 127
    levels = np.clip(np.round(parts / scale[..., None]), -127, 127) + ZERO
    return levels.astype(np.uint8), scale.astype(np.float32)


def onnx_of(weights: Mapping[str, Floats], shape: Shape, heads: tuple[str, ...]) -> bytes:
    """The graph `ids, own -> answers`: ids (length,), own (1, length) with what each piece weighs in the mean."""
    graph = Graph()
    x = _through_layers(graph, weights, shape, LONGEST + 1)
    graph.add("MatMul", ["own", x], "pooled")
    answers = np.concatenate([weights[f"answers.{name}.weight"] for name in heads])
    bias = np.concatenate([weights[f"answers.{name}.bias"] for name in heads])
    graph.add("MatMul", ["pooled", graph.constant("answers.weight", answers.T)], "read")
    graph.add("Add", ["read", graph.constant("answers.bias", bias)], "answers")
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["length"]),
        helper.make_tensor_value_info("own", TensorProto.FLOAT, [1, "length"]),
    ]
    outputs = [helper.make_tensor_value_info("answers", TensorProto.FLOAT, [1, len(bias)])]
    return _written(graph, "encoder", inputs, outputs)


def promises_onnx_of(weights: Mapping[str, Floats], shape: Shape, longest: int) -> bytes:
    """The graph `ids -> line, pieces`: logits of the whole (its kinds, then the whole's part in those of sums and
    times), and those of each piece (sums, times, tags)."""
    graph = Graph()
    x = _through_layers(graph, weights, shape, longest)
    graph.add("ReduceMean", [x, graph.constant("over_pieces", np.array([0], dtype=np.int64))], "whole", keepdims=1)

    def head(x: str, name: str, parts: list[Floats], bias: Floats | None) -> tuple[str, int]:
        matrix = np.concatenate(parts)
        product = "bare_" + name if bias is not None else name
        graph.add("MatMul", [x, graph.constant(f"{name}.weight", matrix.T)], product)
        if bias is not None:
            graph.add("Add", [product, graph.constant(f"{name}.bias", bias)], name)
        return name, len(matrix)

    half = shape.hidden
    by_piece = [weights["sums.weight"][:, :half], weights["times.weight"][:, :half], weights["tags.weight"]]
    by_whole = [weights["kinds.weight"], weights["sums.weight"][:, half:], weights["times.weight"][:, half:]]
    line_bias = np.concatenate([weights[f"{name}.bias"] for name in ("kinds", "sums", "times")])
    piece_bias = np.concatenate([np.zeros(len(by_piece[0]) + len(by_piece[1]), np.float32), weights["tags.bias"]])
    made = [head("whole", "line", by_whole, line_bias), head(x, "pieces", by_piece, piece_bias)]
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["length"])]
    sizes = (1, "length")
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [size, width])
        for (name, width), size in zip(made, sizes, strict=True)
    ]
    return _written(graph, "promises", inputs, outputs)


def _through_layers(graph: Graph, weights: Mapping[str, Floats], shape: Shape, longest: int) -> str:
    """From the pieces through all layers."""
    x = _embedded(graph, weights, shape, longest)
    for number in range(shape.layers):
        x = _layer(graph, x, f"layers.{number}", weights, shape)
    return x


def _written(graph: Graph, name: str, inputs: list[Any], outputs: list[Any]) -> bytes:
    made = helper.make_graph(graph.nodes, name, inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    model = helper.make_model(made, opset_imports=opsets, producer_name="anxin", ir_version=10)
    onnx.checker.check_model(model)
    data: bytes = model.SerializeToString(deterministic=True)
    return data


_BOTH = ("weight", "bias")


def _embedded(graph: Graph, weights: Mapping[str, Floats], shape: Shape, longest: int) -> str:
    """Each piece's vector, kept as bytes with one scale a piece, and its position's."""
    words = weights["word.weight"]
    scale = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-8) / 127
    graph.constant("word.levels", np.round(words / scale).astype(np.int8))
    graph.constant("word.scale", scale.astype(np.float32))
    graph.add("Gather", ["word.levels", "ids"], "word.picked")
    graph.add("Cast", ["word.picked"], "word.float", to=TensorProto.FLOAT)
    graph.add("Gather", ["word.scale", "ids"], "word.picked_scale")
    graph.add("Mul", ["word.float", "word.picked_scale"], "word")
    graph.constant("position.all", weights["position"][:longest])
    graph.constant("zero", np.array([0], dtype=np.int64))
    graph.add("Shape", ["ids"], "length_of")
    graph.add("Slice", ["position.all", "zero", "length_of", "zero"], "position")
    graph.add("Add", ["word", "position"], "placed")
    return graph.norm("placed", "embedded", weights["eln.weight"], weights["eln.bias"], shape.epsilon)


def _layer(graph: Graph, x: str, name: str, weights: Mapping[str, Floats], shape: Shape) -> str:
    def linear(x: str, part: str) -> str:
        return graph.linear(x, f"{name}.{part}", weights[f"{name}.{part}.weight"], weights[f"{name}.{part}.bias"])

    def norm(x: str, part: str) -> str:
        own = (weights[f"{name}.{part}.weight"], weights[f"{name}.{part}.bias"])
        return graph.norm(x, f"{name}.{part}", *own, shape.epsilon)

    three = [np.concatenate([weights[f"{name}.{part}.{what}"] for part in ("q", "k", "v")]) for what in _BOTH]
    seen = _attention(graph, name, graph.linear(x, f"{name}.qkv", *three), shape)
    x = norm(graph.add("Add", [x, linear(seen, "ao")], f"{name}.with_seen"), "aln")
    inner = graph.add("Gelu", [linear(x, "fi")], f"{name}.inner")
    return norm(graph.add("Add", [x, linear(inner, "fo")], f"{name}.with_inner"), "oln")


def _attention(graph: Graph, name: str, three: str, shape: Shape) -> str:
    """softmax(q·k / √size)·v, head by head, of q, k and v side by side."""
    size = shape.hidden // shape.heads
    split = graph.constant(f"{name}.split", np.array([-1, shape.heads, size], dtype=np.int64))
    joined = graph.constant(f"{name}.joined", np.array([-1, shape.hidden], dtype=np.int64))

    q, k, v = (f"{name}.{part}" for part in ("q", "k", "v"))
    graph.nodes.append(helper.make_node("Split", [three], [q, k, v], name=f"{name}.three", axis=-1, num_outputs=3))

    def by_head(x: str, order: list[int]) -> str:
        return graph.add("Transpose", [graph.add("Reshape", [x, split], f"{x}.split")], f"{x}.heads", perm=order)

    scores = graph.add("MatMul", [by_head(q, [1, 0, 2]), by_head(k, [1, 2, 0])], f"{name}.raw")
    scale = graph.constant(f"{name}.root", np.array(size**-0.5, dtype=np.float32))
    chances = graph.add("Softmax", [graph.add("Mul", [scores, scale], f"{name}.scaled")], f"{name}.chances", axis=-1)
    seen = graph.add("MatMul", [chances, by_head(v, [1, 0, 2])], f"{name}.by_head")
    back = graph.add("Transpose", [seen], f"{name}.back", perm=[1, 0, 2])
    return graph.add("Reshape", [back, joined], f"{name}.seen")


def pieces_bytes(pieces: Pieces) -> bytes:
    """The vocabulary as arrays: all texts joined by line breaks, and the scores."""
    buffer = BytesIO()
    texts = np.frombuffer("\n".join(pieces.texts).encode(), dtype=np.uint8)
    np.savez_compressed(buffer, texts=texts, scores=np.array(pieces.scores, dtype=np.float32))
    return buffer.getvalue()
