using Xmrl.Dashboard.Scenes;
using Xmrl.Diagnosis;
using Xmrl.Runs.Reports.Explanations;

namespace Xmrl.Experiments.Reporting;

/// <summary>The diagnosis in a run's report.</summary>
internal static class DiagnosisPart
{
    /// <summary>The diagnosis; null where the run has none.</summary>
    public static ReportDiagnosis? Of(ReportRecord record) => record.Diagnosis is not { } found ? null : new ReportDiagnosis
    {
        Sentences = found.Sentences,
        Kinds =
        [
            .. found.Kinds.Select((kind, number) => new ReportKind
            {
                Description = kind.Kind.Description,
                Tasks = [.. kind.Kind.Validation.Select(TaskIds.Validation)],
                Cause = DiagnosisWords.Of(kind.Cause),
                Confidence = kind.Confidence,
                Remedy = kind.Prescription.Sentence,
                IsPrescribed = number == found.Prescribed,
                Evidence = kind.Reasons,
            }),
        ],
    };
}
