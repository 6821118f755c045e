{{/* The operator's settings: what OperatorSettings and Quarkus read. */}}
{{- define "rlaif.environment" -}}
- name: QUARKUS_PROFILE
  value: prod
- name: QUARKUS_OPERATOR_SDK_NAMESPACES
  value: {{ include "rlaif.watchedNamespaces" . | quote }}
- name: QUARKUS_LOG_CONSOLE_JSON_ENABLED
  value: {{ .Values.jsonLogs | quote }}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef: {fieldPath: metadata.namespace}
- name: RLAIF_LEASE_NAMESPACE
  valueFrom:
    fieldRef: {fieldPath: metadata.namespace}
- name: RLAIF_TRAINER_IMAGE
  value: {{ include "rlaif.image" (list . .Values.trainerImage) | quote }}
- name: RLAIF_SERVING_IMAGE_RLAIF
  value: {{ include "rlaif.servingImage" (list . .Values.serving.images.rlaif) | quote }}
- name: RLAIF_SERVING_IMAGE_VLLM
  value: {{ include "rlaif.servingImage" (list . .Values.serving.images.vllm) | quote }}
- name: RLAIF_TENSORBOARD_IMAGE
  value: {{ with .Values.viewer.tensorboardImage }}{{ if .repository }}{{ include "rlaif.image" (list $ .) | quote }}{{ else }}""{{ end }}{{ end }}
- name: RLAIF_IMAGE_PULL_POLICY
  value: {{ .Values.imagePullPolicy }}
- name: RLAIF_SECRETS_CHECKED
  value: {{ .Values.secrets.checked | quote }}
- name: RLAIF_ARGO_CD_IGNORE_UPDATES
  value: {{ .Values.argoCd.ignoreResourceUpdates | quote }}
- name: RLAIF_PROGRESS_INTERVAL
  value: {{ .Values.progress.interval }}
- name: JAVA_TOOL_OPTIONS
  value: {{ .Values.javaOptions | quote }}
{{- $own := list "QUARKUS_PROFILE" "QUARKUS_OPERATOR_SDK_NAMESPACES" "QUARKUS_LOG_CONSOLE_JSON_ENABLED" "POD_NAMESPACE" "JAVA_TOOL_OPTIONS" }}
{{- range .Values.extraEnv }}
{{- if or (hasPrefix "RLAIF_" .name) (has .name $own) }}
{{- fail (printf "extraEnv: %s is set by the chart: use the value that stands for it" .name) }}
{{- end }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end }}
