"use client";

import { FieldAt } from "#components/form/form-scope.client";
import { cacheDefaults, semanticDefaults } from "#constants/routes";
import type { RouteDefinitionInput } from "#schema/routes";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { NumberInput } from "#components/form/number-input.client";
import { Seconds } from "./seconds.client.tsx";
import { withoutAbsent } from "./without-absent.ts";

type Cache = NonNullable<RouteDefinitionInput["cache"]>;
type Semantic = NonNullable<Cache["semantic"]>;
type CacheFieldsProps = {
  definition: RouteDefinitionInput;
  onChange: (definition: RouteDefinitionInput) => void;
};

/** Whether a program's call is given an answer again: of the same call, and of one that asks the same in other words. */
export function CacheFields({ definition, onChange }: CacheFieldsProps) {
  const { cache, ...rest } = definition;
  const setCache = (
    change: Partial<Record<"waitMs", number | undefined>> & { semantic?: Semantic | undefined },
  ) => {
    if (!cache) return;
    const { ttlSeconds, ...others } = cache;
    onChange({ ...rest, cache: { ttlSeconds, ...withoutAbsent({ ...others, ...change }) } });
  };
  const setTtl = (ttlSeconds: number | undefined) =>
    onChange(ttlSeconds === undefined ? rest : { ...rest, cache: { ...cache, ttlSeconds } });
  return (
    <Card>
      <CardHeader title="Cache" note="for calls of programs" />
      <CardBody className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <FieldAt
          label="Given again for"
          hint="s, to the same call; empty asks a model each time"
          path="cache.ttlSeconds"
        >
          <NumberInput value={cache?.ttlSeconds} onValue={setTtl} />
        </FieldAt>
        {cache ? (
          <>
            <FieldAt
              label="Wait for the same call"
              hint="s, that is being answered now; then a call asks for itself"
              path="cache.waitMs"
            >
              <Seconds value={cache.waitMs ?? cacheDefaults.waitMs} onMs={(waitMs) => setCache({ waitMs })} />
            </FieldAt>
            <div className="col-span-full flex items-center gap-2 text-sm">
              <Checkbox
                id="cache-semantic"
                checked={cache.semantic !== undefined}
                onCheckedChange={(isOn) => setCache({ semantic: isOn === true ? {} : undefined })}
              />
              <label htmlFor="cache-semantic">Also answer what asks the same in other words</label>
            </div>
            {cache.semantic ? (
              <SemanticFields semantic={cache.semantic} onChange={(semantic) => setCache({ semantic })} />
            ) : null}
          </>
        ) : null}
      </CardBody>
    </Card>
  );
}

function SemanticFields({
  semantic,
  onChange,
}: {
  semantic: Semantic;
  onChange: (semantic: Semantic) => void;
}) {
  const set = (change: { [Key in keyof Semantic]?: Semantic[Key] | undefined }) =>
    onChange(withoutAbsent({ ...semantic, ...change }));
  const at = (name: string) => `cache.semantic.${name}`;
  return (
    <>
      <FieldAt
        label="Near enough from"
        hint="cosine of the questions, 0 to 1; empty takes what was measured"
        path={at("sureFrom")}
      >
        <NumberInput step="any" value={semantic.sureFrom} onValue={(sureFrom) => set({ sureFrom })} />
      </FieldAt>
      <FieldAt
        label="Compared from"
        hint="cosine; the model is asked, both answers compared"
        path={at("greyFrom")}
      >
        <NumberInput step="any" value={semantic.greyFrom} onValue={(greyFrom) => set({ greyFrom })} />
      </FieldAt>
      <FieldAt
        label="Hits checked"
        hint="share of them for which the model is asked all the same"
        path={at("checkShare")}
      >
        <NumberInput
          step="any"
          value={semantic.checkShare ?? semanticDefaults.checkShare}
          onValue={(checkShare) => set({ checkShare })}
        />
      </FieldAt>
      <FieldAt label="Wrong at most" hint="share; switched off once checks show more" path={at("mostFalse")}>
        <NumberInput
          step="any"
          value={semantic.mostFalse ?? semanticDefaults.mostFalse}
          onValue={(mostFalse) => set({ mostFalse })}
        />
      </FieldAt>
      <FieldAt
        label="At first"
        hint="how much is checked before checks have shown how often it is wrong"
        path={at("atFirst")}
        className="col-span-full"
      >
        <NativeSelect
          value={semantic.atFirst ?? semanticDefaults.atFirst}
          onChange={(event) => set({ atFirst: event.target.value === "trust" ? "trust" : "earn" })}
        >
          <option value="earn">Nearly all, fewer as the checks show that it may answer</option>
          <option value="trust">The share above, from the first hit on</option>
        </NativeSelect>
      </FieldAt>
      <FieldAt
        label="Variables with the question"
        hint="names, with commas, of a prompt's variables whose words may differ; all others must be equal"
        path={at("varying")}
        className="col-span-full"
      >
        <Input
          defaultValue={(semantic.varying ?? []).join(", ")}
          onChange={(event) =>
            set({
              varying: event.target.value
                .split(",")
                .map((name) => name.trim())
                .filter(Boolean),
            })
          }
        />
      </FieldAt>
    </>
  );
}
