"""
Reference scores for vectors.jsonl of lib/evaluation/evaluators/kinds/{bleu,chrf,rouge-n}: give it the folder kinds.
pip install sacrebleu==2.6.0 regex rouge-score==0.1.2
"""
import json, random, sys
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF

pairs = [
    ("The dog bit the man.", ["The dog bit the man.", "The dog had bit the man."]),
    ("It wasn't surprising.", ["It was not unexpected.", "No one was surprised."]),
    ("The man had just bitten him.", ["The man bit him first.", "The man had bitten the dog."]),
    ("the cat was found under the bed", ["the cat was under the bed"]),
    ("this is a fest", ["this is a test"]),
    ("am I am a character sequence", ["I am a symbol string sequence a a"]),
    ("Refund in 14 days, 2.50 EUR/day - no fee.", ["A refund takes 14 days; 2.50 EUR per day, no fee."]),
    ("Tom &amp; Jerry said &quot;hi&quot;\nand left (early)!", ['Tom & Jerry said "hi" and left early.']),
    ("Die Beziehung zwischen Obama und Netanjahu ist nicht gerade freundlich.",
     ["Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich."]),
    ("今天天气很好，我们去公园。", ["今天天气不错，我们去公园吧。"]),
    ("Это хороший день — пойдём гулять!", ["Сегодня хороший день, пойдём гулять."]),
    ("naïve café 😀 costs 5€", ["the naïve café costs 5 €"]),
    ("a", ["a"]), ("a b", ["a b c d e f"]), ("", ["something"]), ("x y z", ["q r s"]),
    ("w1 w2 w3 w4 w5 w6 w7 w8 w9", ["w1 w2 w3 w4"]),
    # Two references as far in length: the shorter counts, in either order.
    ("one two three four five", ["one two three four", "one two three four six seven"]),
    ("one two three four five", ["one two three four six seven", "one two three four"]),
    ("state-of-the-art 3-4 (1990-2000) $5.00 10%", ["state of the art 3-4 1990-2000 $5 10 %"]),
]
rng = random.Random(7)
words = "the parcel order refund is not was late on by Monday 3 days, we sent it. again to you!".split()
for _ in range(30):
    hyp = [rng.choice(words) for _ in range(rng.randint(1, 18))]
    ref = [w for w in hyp if rng.random() > 0.3] + [rng.choice(words) for _ in range(rng.randint(0, 5))]
    pairs.append((" ".join(hyp), [" ".join(ref) or "none"]))

def bleu():
    for tokenize in ("13a", "intl", "char", "none"):
        for lowercase in (False, True):
            metric = BLEU(tokenize=tokenize, lowercase=lowercase, effective_order=True)
            for hyp, refs in pairs:
                yield {"tokenizer": tokenize, "ignoreCase": lowercase, "output": hyp, "references": refs,
                       "score": metric.sentence_score(hyp, refs).score}

def chrf():
    for order in (0, 2):
        for lowercase in (False, True):
            metric = CHRF(word_order=order, lowercase=lowercase)
            for hyp, refs in pairs:
                yield {"wordOrder": order, "ignoreCase": lowercase, "output": hyp, "references": refs,
                       "score": metric.sentence_score(hyp, refs).score}

def rouge():
    scorer = RougeScorer(["rouge1", "rouge2"], use_stemmer=False)
    for hyp, refs in pairs:
        # Its tokens are ASCII's; ours are every script's, and the same where there is only ASCII.
        if not (hyp + refs[0]).isascii():
            continue
        found = scorer.score(refs[0], hyp)
        for order in (1, 2):
            precision, recall, f = found[f"rouge{order}"]
            yield {"order": order, "output": hyp, "reference": refs[0], "precision": precision, "recall": recall, "f": f}

for name, rows in (("bleu", bleu()), ("chrf", chrf()), ("rouge-n", rouge())):
    with open(f"{sys.argv[1]}/{name}/vectors.jsonl", "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
