{{/*
All that the operator may do, in every namespace that it watches. It is the table in the README; a test compares.
Jobs, ConfigMaps and claims are made and deleted, never changed; only what serves a model is applied again.
*/}}
{{- define "rlaif.rules" -}}
- apiGroups: [rlaif.dev]
  resources: [rlaifruns, rewardjudges]
  verbs: [get, list, watch]
- apiGroups: [rlaif.dev]
  resources: [rlaifruns/status, rewardjudges/status]
  verbs: [patch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch, create, delete]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, create]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, create, patch, delete]
- apiGroups: [""]
  resources: [events]
  verbs: [get, list, create, patch]
- apiGroups: [""]
  resources: [resourcequotas]
  verbs: [get, list]
{{- if .Values.secrets.checked }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
{{- end }}
{{- if .Values.kserve.enabled }}
- apiGroups: [serving.kserve.io]
  resources: [llminferenceservices]
  verbs: [get, list, watch, create, patch, delete]
{{- end }}
{{- end }}

{{/* The operator lives in the release's namespace, wherever the rights hold. */}}
{{- define "rlaif.subjects" -}}
- kind: ServiceAccount
  name: {{ include "rlaif.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}
