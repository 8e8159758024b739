import json,re,csv,glob
out=[]
def sents(t):
    for p in re.split(r'\n+|(?<=[.!?])\s+',t):
        p=p.strip()
        if 8<len(p)<600: out.append(p)
for l in open('/work/shared/data/prompts/prompts-chat-2026.jsonl'): sents(json.loads(l)['prompt'])
for r in csv.DictReader(open('/work/shared/data/prompts/awesome-prompts.csv')): sents(r['prompt'])
for r in csv.DictReader(open('/work/shared/data/safety/toxicity-dev.csv')): sents(list(r.values())[0])
for p in json.load(open('/work/shared/data/cache/gptcache-pairs-dev.json')): 
    for v in (p.values() if isinstance(p,dict) else p): sents(str(v))
for f in ('contradiction/contradiction-dev.jsonl','injection/injection-dev.jsonl','facts/facts-dev.jsonl','cache-negatives/cache-negatives-dev.jsonl'):
    for l in open('/work/shared/data/'+f):
        r=json.loads(l)
        for k in ('a','b','text','source','claim'):
            if k in r and isinstance(r[k],str): sents(r[k])
out=list(dict.fromkeys(out))
open('/tmp/piiwork/texts.jsonl','w').write('\n'.join(json.dumps(x,ensure_ascii=False) for x in out))
print(len(out), sum(map(len,out)))
