using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Decision;

namespace Xmrl.Experiments.Methods;

/// <summary>Methods that a run's diagnosis chooses: the remedy that it prescribes, and the control of that remedy.</summary>
internal static class Prescribed
{
    /// <summary>The remedy.</summary>
    public static Method Method { get; } = new()
    {
        Name = "prescribed",
        Title = "Prescribed",
        Description = "The method that the diagnosis prescribes; none where it prescribes no training.",
        Role = MethodRole.Variant,
        Strength = null,
        ChosenBy = static diagnosis => Remedy(diagnosis) switch
        {
            Diagnosis.Decision.Remedy.TrainLonger => MoreTraining.Method,
            Diagnosis.Decision.Remedy.LeaveOutTasks => InfluenceWeighting.XmrlPruned,
            Diagnosis.Decision.Remedy.AddTasks => AddedValidation.XmrlPoor,
            Diagnosis.Decision.Remedy.WeighTasks => InfluenceWeighting.XmrlWeighted,
            _ => null,
        },
    };

    /// <summary>The same on randomly chosen tasks.</summary>
    public static Method Control { get; } = Method with
    {
        Name = "prescribedControl",
        Title = "PrescribedControl",
        Description = "As Prescribed, on randomly chosen tasks; none where the remedy chooses no tasks.",
        Role = MethodRole.Control,
        ChosenBy = static diagnosis => Remedy(diagnosis) switch
        {
            Diagnosis.Decision.Remedy.LeaveOutTasks => InfluenceWeighting.RandomPruned,
            Diagnosis.Decision.Remedy.AddTasks => AddedValidation.RandomAdded,
            Diagnosis.Decision.Remedy.WeighTasks => InfluenceWeighting.RandomWeighted,
            _ => null,
        },
    };

    private static Remedy? Remedy(StoredDiagnosis diagnosis) => diagnosis.Chosen?.Prescription.Remedy;
}
