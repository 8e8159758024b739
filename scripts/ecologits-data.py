"""Makes the tables and test vectors of EcoLogits again, from the root of the repository:

    python -m venv /tmp/v && /tmp/v/bin/pip install ecologits==0.11.3 && /tmp/v/bin/python scripts/ecologits-data.py

EcoLogits is under the Mozilla Public License 2.0, and so stay the data files this writes.
"""
import json
from ecologits.model_repository import models, ParametersMoE
from ecologits.utils.range_value import RangeValue
import ecologits, os
d=os.path.join(os.path.dirname(ecologits.__file__),'data')
raw=json.load(open(d+'/models.json')); mixes=json.load(open(d+'/electricity_mixes.json'))
def rng(v):
    if isinstance(v,RangeValue): return v.min,v.max
    return v,v
rows=[]
for m in sorted(models.list_models(), key=lambda m:(m.provider.value,m.name)):
    p=m.architecture.parameters
    a,t=(rng(p.active),rng(p.total)) if isinstance(p,ParametersMoE) else (rng(p),rng(p))
    dep=m.deployment
    rows.append([m.provider.value,m.name,*a,*t,dep.tps if dep else None,dep.ttft if dep else None])
mx={x['name']:{"gwp":x['gwp'],"adpe":x['adpe'],"pe":x['pe'],"wue":x['wue']} for x in mixes['electricity_mixes']}
open('lib/sustainability/data/ecologits-mixes.json','w').write("{\n"+",\n".join(f'{json.dumps(k)}: {json.dumps(v)}' for k,v in sorted(mx.items()))+"\n}\n")
print(len(rows),len(mx),{k:mx[k]['gwp'] for k in ['USA','FRA','WOR','SWE','CHN','DEU','KEN']})
# Models that this edition no longer lists are carried over from the table as it stands.
old=json.load(open('lib/models/data/ecologits-parameters.json'))
have={(r[0],r[1]) for r in rows}
gone=[r for r in old['earlier'] if (r[0],r[1]) not in have]
out='{"columns":["provider","name","activeLow","activeHigh","totalLow","totalHigh","tokensPerSecond","firstTokenSeconds"],\n"models":[\n'+",\n".join(json.dumps(r) for r in rows)+'\n],\n"earlier":[\n'+",\n".join(json.dumps(r) for r in gone)+'\n]}\n'
open('lib/models/data/ecologits-parameters.json','w').write(out)
# test vectors by the package's own functions
from ecologits.tracers.utils import llm_impacts
import math
picks=[('openai','gpt-4o'),('openai','gpt-4o-mini'),('openai','gpt-5'),('openai','gpt-5-mini'),('openai','gpt-5.1'),('openai','gpt-5.2'),('openai','gpt-4.1-mini'),('openai','gpt-5.2-pro'),('anthropic','claude-sonnet-4-5'),('anthropic','claude-haiku-4-5'),('anthropic','claude-opus-4-5'),('google_genai','gemini-2.5-flash'),('google_genai','gemini-2.5-pro'),('mistralai','mistral-small-latest'),('mistralai','mistral-large-latest'),('mistralai','open-mistral-nemo'),('cohere','command-a-03-2025'),('huggingface_hub','openai/gpt-oss-120b'),('huggingface_hub','meta-llama/Meta-Llama-3.1-8B-Instruct'),('openai','gpt-5.1-chat-latest')]
names={'google_genai':'google','mistralai':'mistral','huggingface_hub':'huggingface'}
v=[];miss=[]
for p,m in picks:
    if (p,m) not in have: miss.append(m); continue
    for tok in (1,300,4000):
        for zone in (None,'FRA','IND'):
            for lat in (math.inf,2.5):
                im=llm_impacts(p,m,tok,lat,zone)
                def b(x): 
                    x=x.value; return list(rng(x))
                r=next(r for r in rows if r[0]==p and r[1]==m)
                v.append({"provider":names.get(p,p),"model":m,"active":r[2:4],"total":r[4:6],"tokensPerSecond":r[6],"firstTokenSeconds":r[7],"outputTokens":tok,"zone":zone,"latencySeconds":None if lat==math.inf else lat,
                  "energyKwh":b(im.energy),"gwpKg":b(im.gwp),"adpeKgSb":b(im.adpe),"peMj":b(im.pe),"waterLitres":b(im.wcf),"usageGwpKg":b(im.usage.gwp),"embodiedGwpKg":b(im.embodied.gwp)})
print('miss',miss,len(v))
open('lib/sustainability/data/reference-vectors.json','w').write('{"source":"outputs of ecologits 0.11.3 (PyPI), tracers.utils.llm_impacts, Mozilla Public License 2.0",\n"vectors":[\n'+",\n".join(json.dumps(x) for x in v)+'\n]}\n')
