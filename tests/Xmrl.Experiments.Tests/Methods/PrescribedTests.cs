using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Kinds;
using Xmrl.Experiments.Methods;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Tests.Methods;

public sealed class PrescribedTests
{
    [Theory]
    [InlineData((int)Remedy.TrainLonger, "moreTraining", null)]
    [InlineData((int)Remedy.LeaveOutTasks, "xmrlPruned", "randomPruned")]
    [InlineData((int)Remedy.AddTasks, "xmrlPoor", "randomAdded")]
    [InlineData((int)Remedy.WeighTasks, "xmrlWeighted", "randomWeighted")]
    [InlineData((int)Remedy.ChangeAdaptation, null, null)]
    [InlineData((int)Remedy.EnlargeNetwork, null, null)]
    [InlineData((int)Remedy.None, null, null)]
    public void ChosenBy_Remedy_IsItsMethodAndItsControl(int remedy, string? method, string? control)
    {
        StoredDiagnosis diagnosis = Diagnosis((Remedy)remedy);
        Prescribed.Method.ChosenBy!(diagnosis)?.Name.Key.ShouldBe(method);
        (Prescribed.Method.ChosenBy(diagnosis) is null).ShouldBe(method is null);
        Prescribed.Control.ChosenBy!(diagnosis)?.Name.Key.ShouldBe(control);
        (Prescribed.Control.ChosenBy(diagnosis) is null).ShouldBe(control is null);
    }

    [Fact]
    public void ChosenBy_NothingPrescribed_IsNone()
        => Prescribed.Method.ChosenBy!(Diagnosis(Remedy.AddTasks) with { Prescribed = null }).ShouldBeNull();

    [Fact]
    public void IsPrescription_OfTheControl_IsFalse()
    {
        Prescribed.Method.IsPrescription.ShouldBeTrue();
        Prescribed.Control.IsPrescription.ShouldBeFalse();
        MethodTable.Reference.IsPrescription.ShouldBeFalse();
    }

    private static StoredDiagnosis Diagnosis(Remedy remedy) => new()
    {
        Tasks = 10,
        Failing = 3,
        Kinds =
        [
            new KindDiagnosis
            {
                Kind = new FailingKind
                {
                    Validation = [0, 1, 2],
                    Training = [],
                    Coherence = 1,
                    Description = "x",
                    Agreement = null,
                },
                Evidence = new KindEvidence
                {
                    Kind = [0],
                    Others = [1],
                    Limit = null,
                    Target = 1,
                    TrainingShare = 0,
                    Coherence = 1,
                    Suspects = 0,
                    Conflict = null,
                },
                Cause = Cause.RareKind,
                Shares = [new CauseShare(Cause.RareKind, 1)],
                Reasons = [],
                Suspects = [],
                Prescription = new Prescription { Remedy = remedy, Sentence = "x", Gain = new Interval(0.1, 0, 0.2) },
                Interactions = 0,
            },
        ],
        Prescribed = 0,
        Sentences = [],
        Interactions = 0,
    };
}
