{{- define "rlaif.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride }}
{{- else if eq .Release.Name "rlaif" -}}
rlaif-operator
{{- else -}}
{{ printf "%s-rlaif-operator" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- define "rlaif.serviceAccountName" -}}
{{ .Values.serviceAccount.name | default (include "rlaif.fullname" .) }}
{{- end }}

{{- define "rlaif.selectorLabels" -}}
app.kubernetes.io/name: rlaif-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "rlaif.labels" -}}
{{ include "rlaif.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* An image with its registry: (list $ image). A digest wins over a tag; without both it is the chart's appVersion. */}}
{{- define "rlaif.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- with $root.Values.imageRegistry }}{{ . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end -}}
{{- end }}

{{/* The image of a serving runtime, or the trainer's: (list $ image). */}}
{{- define "rlaif.servingImage" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- include "rlaif.image" (list $root (ternary $image $root.Values.trainerImage (ne $image.repository ""))) -}}
{{- end }}

{{/* What JOSDK calls the namespaces that it watches. */}}
{{- define "rlaif.watchedNamespaces" -}}
{{- if kindIs "slice" .Values.watch -}}
{{ join "," .Values.watch }}
{{- else -}}
{{ get (dict "all" "JOSDK_ALL_NAMESPACES" "own" "JOSDK_WATCH_CURRENT") .Values.watch }}
{{- end -}}
{{- end }}
