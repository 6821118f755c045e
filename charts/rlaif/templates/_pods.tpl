{{/* Pods of stages and of judges' proofs, by the labels that the operator gives them. */}}
{{- define "rlaif.stagePods" -}}
matchLabels: {app.kubernetes.io/managed-by: rlaif-operator}
matchExpressions:
  - {key: rlaif.dev/stage, operator: NotIn, values: [serve, view, tensorboard]}
{{- end }}

{{/* Pods that serve a tuned model or a judge. */}}
{{- define "rlaif.servingPods" -}}
matchLabels: {app.kubernetes.io/managed-by: rlaif-operator, rlaif.dev/stage: serve}
{{- end }}

{{/* Pods that show a run: its page, TensorBoard. */}}
{{- define "rlaif.viewingPods" -}}
matchLabels: {app.kubernetes.io/managed-by: rlaif-operator}
matchExpressions:
  - {key: rlaif.dev/stage, operator: In, values: [view, tensorboard]}
{{- end }}

{{- define "rlaif.dnsEgress" -}}
- ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
{{- end }}
