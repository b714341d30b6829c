#!/bin/sh
# Brings out what an overlay says, part by part: `roll.sh path/to/overlay [namespace]`. For an upgrade as for the first time.
# Whoever reads content is started anew after it is loaded, and whoever asks after whoever answers.
set -eu
overlay=$1
namespace=${2:-endorinn}
component=app.kubernetes.io/component

bring_out() {
  kubectl kustomize "$overlay" | kubectl apply --namespace "$namespace" --filename=- --selector="$1"
}

bring_out "$component notin (content, actions, rasa, gateway)"
kubectl delete job content --namespace "$namespace" --ignore-not-found
bring_out "$component=content"
kubectl wait job/content --namespace "$namespace" --for=condition=complete --timeout=10m
for part in actions rasa gateway; do
  bring_out "$component=$part"
  kubectl rollout status "deployment/$part" --namespace "$namespace" --timeout=20m
done
