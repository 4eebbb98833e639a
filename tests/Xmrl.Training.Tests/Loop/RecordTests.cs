using Xmrl.Fixtures;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Loop;

public sealed class RecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void StageBook_AddTwice_KeepsTheFirst()
    {
        RunDirectory run = NewRun();
        var book = new StageBook(run);

        book.Add(new StageBook.Entry("Explanation", 2, 100, 1.5));
        book.Add(new StageBook.Entry("Explanation", 3, 200, 2.5));
        book.Add(new StageBook.Entry("Evaluation", 1, 7, 0.5));

        var again = new StageBook(run);
        again.Entries.ShouldBe([new StageBook.Entry("Explanation", 2, 100, 1.5), new StageBook.Entry("Evaluation", 1, 7, 0.5)]);
        (again.Interactions("Explanation"), again.Interactions("Retraining")).ShouldBe((100, 0));
    }

    [Fact]
    public void StageBook_DamagedFile_NamesIt()
    {
        RunDirectory run = NewRun();
        File.WriteAllText(run.File("stages.json"), "[{");

        Should.Throw<InvalidDataException>(() => new StageBook(run)).Message.ShouldContain("stages.json");
    }

    [Fact]
    public void PolicyWeights_WrittenAndRead_SameBits()
    {
        IPolicy policy = LearnerFactory.Policy(
            new PolicySettings { HiddenSizes = [8, 5], ContextSize = 2 }, LearnerFactory.Family("Drone-v1").Spec);
        var theta = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(3), theta);
        string path = _folder["weights.safetensors"];

        PolicyWeights.Of(policy.Tensors, theta).Write(path);

        SafetensorsFile file = SafetensorsFile.Read(path);
        file.Tensors.Count.ShouldBe(policy.Tensors.Length);
        foreach (TensorSpec tensor in policy.Tensors)
        {
            StoredTensor stored = file["policy." + tensor.Name];
            stored.Shape.ShouldBe([tensor.Rows, tensor.Columns]);
            stored.Values<Real>().ShouldBe(tensor.Of(theta).ToArray());
        }
    }

    [Fact]
    public void TrainingTotals_AddedAndReadBackFromMetrics_AreTheSame()
    {
        IterationReport report = new()
        {
            Outer = new OuterReport(OuterStatus.Accepted, 1, string.Empty),
            Interactions = 10,
            WallSeconds = 0.5,
            Profile = new PhaseSeconds(0.125, 0.25, 0.375, 0.0625),
        };
        var row = new MetricsRow(0, new Dictionary<string, double>
        {
            ["interactions"] = 10,
            ["seconds"] = 0.5,
            ["sampling_seconds"] = 0.125,
            ["advantage_seconds"] = 0.25,
            ["gradient_seconds"] = 0.375,
            ["outer_seconds"] = 0.0625,
        });

        TrainingTotals.Of(20, [row, row]).ShouldBe(new TrainingTotals().Add(report).Add(report));
    }

    [Fact]
    public void TrainingTotals_MetricsWithoutTimes_CountAsNone()
        => TrainingTotals.Of(20, [new MetricsRow(0, new Dictionary<string, double> { ["seconds"] = double.NaN })])
            .ShouldBe(new TrainingTotals(20, 0, default));

    private RunDirectory NewRun() => RunDirectory.Create(
        _folder["run"], force: false, new RunState
        {
            Phase = RunPhase.Running,
            Action = "improve",
            Experiment = "drone",
            Seed = 1,
            Quick = false,
        });
}
