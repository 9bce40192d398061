"""Compares the subwords of Sluice with those of Hugging Face's tokenizers, token by token."""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import tokenizers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
ODD = [
    "",
    " ",
    "It's GREAT, don't miss it!  I'll  see...",
    "Caf\u00e9 cafe\u0301 na\u00efve \u0130stanbul \u0131 I",
    "\u039f\u03b4\u03cc\u03c2 \u039f\u0394\u039f\u03a3",
    "\u4e2d\u6587\u6d4b\u8bd5 text \u65e5\u672c\u8a9e",
    "so good \U0001f600\U0001f44d\U0001f3fd! \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\t tabs\u00a0and\u2003spaces \n\n end ",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd 123 \u0661\u0662\u0663 3.14 \u00bd",
    "a_b-c <br /><br /> x=y+z $5 100% #tag @you",
]


def kinds():
    """Tokenizers that are trained here: a name, the tokenizer, its trainer."""
    byte_level = Tokenizer(models.BPE())
    byte_level.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    byte_level.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    byte_level.decoder = decoders.ByteLevel()
    yield "byte level, lower case", byte_level, trainers.BpeTrainer(
        vocab_size=8000, min_frequency=2, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet())

    cased = Tokenizer(models.BPE())
    cased.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    yield "byte level, as GPT-2", cased, trainers.BpeTrainer(
        vocab_size=4000, special_tokens=["<|endoftext|>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet())

    plain = Tokenizer(models.BPE(unk_token="[UNK]", end_of_word_suffix="</w>"))
    plain.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents(), normalizers.Strip()])
    plain.pre_tokenizer = pre_tokenizers.Whitespace()
    yield "whitespace, no accents", plain, trainers.BpeTrainer(
        vocab_size=3000, special_tokens=["[UNK]"], end_of_word_suffix="</w>",
        limit_alphabet=60, show_progress=False)

    prefixed = Tokenizer(models.BPE(unk_token="[UNK]", continuing_subword_prefix="##", fuse_unk=True))
    prefixed.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits(True)])
    yield "white space, signs and digits", prefixed, trainers.BpeTrainer(
        vocab_size=3000, special_tokens=["[UNK]"], continuing_subword_prefix="##",
        limit_alphabet=60, show_progress=False)

    metaspace = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    metaspace.normalizer = normalizers.NFKC()
    metaspace.pre_tokenizer = pre_tokenizers.Metaspace()
    yield "metaspace, byte fallback", metaspace, trainers.BpeTrainer(
        vocab_size=3000, special_tokens=["<unk>"] + [f"<0x{b:02X}>" for b in range(256)],
        limit_alphabet=60, show_progress=False)


def java(*args):
    subprocess.run(
        ["java", "--add-modules=jdk.incubator.vector", "-cp", CLASSES,
         "dev.sluice.input.text.TokenizerIds", *map(str, args)], check=True)


def read(path, most):
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t")[-1] for _, line in zip(range(most), lines)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", help="a TSV whose last column is a text; .gz is unpacked")
    parser.add_argument("--compared", type=int, default=1000)
    parser.add_argument("--trained", type=int, default=1_000_000)
    parser.add_argument("--classes", required=True, help="class path of Sluice and its tests")
    args = parser.parse_args()
    global CLASSES
    CLASSES = args.classes
    texts = read(args.texts, args.trained)
    compared = texts[:args.compared] + ODD
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "texts").write_text("".join(json.dumps(t) + "\n" for t in texts))
        (folder / "compared").write_text("".join(json.dumps(t) + "\n" for t in compared))

        def same(tokenizer, path):
            java("ids", path, folder / "compared", folder / "ids")
            ours = [json.loads(line) for line in (folder / "ids").read_text().splitlines()]
            theirs = [tokenizer.encode(t, add_special_tokens=False).ids for t in compared]
            wrong = [i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b]
            for i in wrong[:2]:
                print("   ", repr(compared[i][:100]), ours[i][:30], theirs[i][:30])
            return len(compared) - len(wrong), sum(map(len, theirs))

        for name, tokenizer, trainer in kinds():
            begun = time.time()
            tokenizer.train_from_iterator(texts if "lower" in name else texts[:4000], trainer)
            seconds = time.time() - begun
            path = folder / "theirs.json"
            tokenizer.save(str(path))
            right, tokens = same(tokenizer, path)
            failures += right < len(compared)
            print(f"{name}: {right} of {len(compared)} texts have the same tokens ({tokens})")
            if "lower" in name:
                print(f"  their training: {seconds:.1f} s")
                theirs = json.loads(path.read_text())["model"]
                java("train", 8000, folder / "texts", folder / "ours.json")
                ours = json.loads((folder / "ours.json").read_text())["model"]
                equal = sum(list(a) == (b.split(" ") if isinstance(b, str) else list(b))
                            for a, b in zip(ours["merges"], theirs["merges"]))
                print(f"  merges that are the same: {equal} of {len(ours['merges'])} and {len(theirs['merges'])}")
                right, tokens = same(Tokenizer.from_file(str(folder / "ours.json")), folder / "ours.json")
                failures += right < len(compared)
                print(f"  of the trained one: {right} of {len(compared)} texts ({tokens})")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
