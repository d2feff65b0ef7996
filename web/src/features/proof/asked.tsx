import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { proof } from "@/api/proof";

const ProofDialog = lazy(() => import("@/features/proof/dialog"));

/** Where a proof is asked for, whichever screen did what wants one. */
export function ProofAsked() {
  const asked = useSyncExternalStore(proof.subscribe, proof.isAsked);
  useEffect(() => () => proof.settle(false), []); // nobody is here any more to give one
  return <Suspense fallback={null}>{asked ? <ProofDialog /> : null}</Suspense>;
}
