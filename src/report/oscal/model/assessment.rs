//! The objects of assessment results and of plans of action and milestones.

use serde::Serialize;

use super::{BackMatter, Link, Metadata, Property};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct ResultsFile {
    pub(in crate::report::oscal) assessment_results: AssessmentResults,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct AssessmentResults {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) metadata: Metadata,
    pub(in crate::report::oscal) import_ap: ImportPlan,
    pub(in crate::report::oscal) results: Vec<AssessmentResult>,
    pub(in crate::report::oscal) back_matter: BackMatter,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct ImportPlan {
    pub(in crate::report::oscal) href: String,
    pub(in crate::report::oscal) remarks: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct AssessmentResult {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) title: String,
    pub(in crate::report::oscal) description: String,
    pub(in crate::report::oscal) start: String,
    pub(in crate::report::oscal) end: String,
    pub(in crate::report::oscal) props: Vec<Property>,
    pub(in crate::report::oscal) links: Vec<Link>,
    pub(in crate::report::oscal) local_definitions: LocalDefinitions,
    pub(in crate::report::oscal) reviewed_controls: ReviewedControls,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) observations: Vec<Observation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) risks: Vec<Risk>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) findings: Vec<Finding>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct LocalDefinitions {
    pub(in crate::report::oscal) assessment_assets: AssessmentAssets,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct AssessmentAssets {
    pub(in crate::report::oscal) components: Vec<Component>,
    pub(in crate::report::oscal) assessment_platforms: Vec<Platform>,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct Component {
    pub(in crate::report::oscal) uuid: String,
    #[serde(rename = "type")]
    pub(in crate::report::oscal) kind: &'static str,
    pub(in crate::report::oscal) title: String,
    pub(in crate::report::oscal) description: String,
    pub(in crate::report::oscal) props: Vec<Property>,
    pub(in crate::report::oscal) status: ComponentStatus,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct ComponentStatus {
    pub(in crate::report::oscal) state: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct Platform {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) uses_components: Vec<UsedComponent>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct UsedComponent {
    pub(in crate::report::oscal) component_uuid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct ReviewedControls {
    pub(in crate::report::oscal) control_selections: Vec<ControlSelection>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct ControlSelection {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::oscal) include_all: Option<IncludeAll>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) include_controls: Vec<SelectedControl>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) exclude_controls: Vec<SelectedControl>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(in crate::report::oscal) remarks: String,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct IncludeAll {}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct SelectedControl {
    pub(in crate::report::oscal) control_id: String,
    /// All of them where none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) statement_ids: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct Observation {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) title: String,
    pub(in crate::report::oscal) description: String,
    pub(in crate::report::oscal) props: Vec<Property>,
    pub(in crate::report::oscal) methods: Vec<&'static str>,
    pub(in crate::report::oscal) types: Vec<&'static str>,
    pub(in crate::report::oscal) origins: Vec<Origin>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) relevant_evidence: Vec<RelevantEvidence>,
    pub(in crate::report::oscal) collected: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::oscal) remarks: Option<String>,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct RelevantEvidence {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::oscal) href: Option<String>,
    pub(in crate::report::oscal) description: String,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct Origin {
    pub(in crate::report::oscal) actors: Vec<Actor>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct Actor {
    #[serde(rename = "type")]
    pub(in crate::report::oscal) kind: &'static str,
    pub(in crate::report::oscal) actor_uuid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct Finding {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) title: String,
    pub(in crate::report::oscal) description: String,
    pub(in crate::report::oscal) props: Vec<Property>,
    pub(in crate::report::oscal) origins: Vec<Origin>,
    pub(in crate::report::oscal) target: Target,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) related_observations: Vec<RelatedObservation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) related_risks: Vec<RelatedRisk>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::oscal) remarks: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct Target {
    #[serde(rename = "type")]
    pub(in crate::report::oscal) kind: &'static str,
    pub(in crate::report::oscal) target_id: String,
    pub(in crate::report::oscal) status: TargetStatus,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct TargetStatus {
    pub(in crate::report::oscal) state: &'static str,
    pub(in crate::report::oscal) reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::oscal) remarks: Option<String>,
}

#[derive(Serialize, Clone)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct RelatedObservation {
    pub(in crate::report::oscal) observation_uuid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct RelatedRisk {
    pub(in crate::report::oscal) risk_uuid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct RelatedFinding {
    pub(in crate::report::oscal) finding_uuid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct Risk {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) title: String,
    pub(in crate::report::oscal) description: String,
    pub(in crate::report::oscal) statement: String,
    pub(in crate::report::oscal) props: Vec<Property>,
    pub(in crate::report::oscal) status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) mitigating_factors: Vec<MitigatingFactor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::oscal) deadline: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) remediations: Vec<Remediation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) related_observations: Vec<RelatedObservation>,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct MitigatingFactor {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) description: String,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct Remediation {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) lifecycle: &'static str,
    pub(in crate::report::oscal) title: String,
    pub(in crate::report::oscal) description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) tasks: Vec<Task>,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct Task {
    pub(in crate::report::oscal) uuid: String,
    #[serde(rename = "type")]
    pub(in crate::report::oscal) kind: &'static str,
    pub(in crate::report::oscal) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::report::oscal) timing: Option<Timing>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct Timing {
    pub(in crate::report::oscal) on_date: OnDate,
}

#[derive(Serialize)]
pub(in crate::report::oscal) struct OnDate {
    pub(in crate::report::oscal) date: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct PlanFile {
    pub(in crate::report::oscal) plan_of_action_and_milestones: PlanOfAction,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct PlanOfAction {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) metadata: Metadata,
    pub(in crate::report::oscal) system_id: SystemId,
    pub(in crate::report::oscal) local_definitions: LocalDefinitions,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) observations: Vec<Observation>,
    pub(in crate::report::oscal) risks: Vec<Risk>,
    pub(in crate::report::oscal) findings: Vec<Finding>,
    pub(in crate::report::oscal) poam_items: Vec<PlanItem>,
    pub(in crate::report::oscal) back_matter: BackMatter,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct SystemId {
    pub(in crate::report::oscal) identifier_type: &'static str,
    pub(in crate::report::oscal) id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::report::oscal) struct PlanItem {
    pub(in crate::report::oscal) uuid: String,
    pub(in crate::report::oscal) title: String,
    pub(in crate::report::oscal) description: String,
    pub(in crate::report::oscal) props: Vec<Property>,
    pub(in crate::report::oscal) related_findings: Vec<RelatedFinding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::report::oscal) related_observations: Vec<RelatedObservation>,
    pub(in crate::report::oscal) related_risks: Vec<RelatedRisk>,
}
