using Xmrl.Contracts;
using Xmrl.Fixtures;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Loop;

namespace Xmrl.Training.Tests.Hostile;

/// <summary>Checkpoints whose container is whole and whose content is hostile: tensors missing, renamed, of other types and sizes, with
/// numbers that cannot be.</summary>
public sealed class TrainingCheckpointFuzzTests
{
    private const int Cases = 6_000;
    private const string Name = "checkpoint";

    private static readonly double[] s_numbers = [double.NaN, double.PositiveInfinity, -1, 0.5, 1e300, -1e300, 1e16, long.MaxValue, 0, 3];

    public static TheoryData<OuterStepName> OuterSteps => [.. Enum.GetValues<OuterStepName>()];

    [Theory]
    [MemberData(nameof(OuterSteps))]
    public void Restore_HostileContent_RefusesWithFileAndTensor(OuterStepName outer)
    {
        var policy = new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 1, HiddenSizes = [3] });
        using var pool = new WorkPool(1);
        using GradientLearner learner = Learner(policy, pool);
        int refused = 0;
        for (int i = 0; i < Cases; i++)
        {
            var random = new Mutator(((ulong)outer << 32) + (ulong)i);
            GradientTraining training = Begin(learner, outer);
            SafetensorsFile file = Valid(policy, training);
            for (int changes = random.Below(3); changes > 0; changes--)
            {
                Change(file, random);
            }

            try
            {
                long interactions = TrainingCheckpoint.Restore(file, policy.Tensors, training, Name);
                (interactions >= 0
                    && Array.TrueForAll(training.Parameters, Real.IsFinite)
                    && training.State.All(static entry => Array.TrueForAll(entry.Values, double.IsFinite))).ShouldBeTrue();
            }
            catch (InvalidDataException error) when (error.Message.StartsWith(Name, StringComparison.Ordinal))
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{outer}, case {i}: {error}");
            }
        }

        refused.ShouldBeInRange(Cases / 4, Cases * 9 / 10);
    }

    [Fact]
    public void Restore_OwnContent_GivesItBack()
    {
        var policy = new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 1, HiddenSizes = [3] });
        using var pool = new WorkPool(1);
        using GradientLearner learner = Learner(policy, pool);
        GradientTraining training = Begin(learner, OuterStepName.Adam);

        TrainingCheckpoint.Restore(Valid(policy, training), policy.Tensors, training, Name).ShouldBe(7);

        training.Parameters.ShouldAllBe(static value => value == (Real)0.25);
    }

    private static GradientLearner Learner(GaussianMlpPolicy policy, WorkPool pool)
        => new(QuadraticBandit.Family, policy, new LearnerOptions(), () => new LinearTimeFeatures(1), pool);

    private static GradientTraining Begin(GradientLearner learner, OuterStepName outer) => learner.Begin(
        new Real[learner.ParameterCount],
        new OuterStepSettings { OuterStep = outer }.Step(new OuterSchedule(0.1, 0.5, 10), learner.ParameterCount, new EpochSettings()));

    private static SafetensorsFile Valid(GaussianMlpPolicy policy, GradientTraining training)
    {
        var theta = new Real[policy.ParameterCount];
        Array.Fill(theta, (Real)0.25);
        SafetensorsFile file = PolicyWeights.Of(policy.Tensors, theta);
        foreach ((string name, double[] values) in training.State)
        {
            file.Tensors[TrainingCheckpoint.OuterPrefix + name] = StoredTensor.Of<double>(values, values.Length);
        }

        file.Tensors[TrainingCheckpoint.InteractionsName] = StoredTensor.Of<double>([7], 1);
        return file;
    }

    private static void Change(SafetensorsFile file, Mutator random)
    {
        if (file.Tensors.Count == 0)
        {
            return;
        }

        string name = random.Pick([.. file.Tensors.Keys]);
        StoredTensor old = file.Tensors[name];
        switch (random.Below(6))
        {
            case 0: file.Tensors.Remove(name); break;
            case 1: file.Tensors[name] = StoredTensor.Of<long>(new long[old.Count]); break;
            case 2: file.Tensors[name] = StoredTensor.Of<double>(new double[random.Below(4)]); break;
            case 3: file.Tensors["../" + name] = old; break;
            default:
                double[] values = old.Type is TensorType.F32 or TensorType.F64 ? old.ToDoubles() : new double[old.Count];
                if (values.Length > 0)
                {
                    values[random.Below(values.Length)] = random.Pick(s_numbers);
                }

                file.Tensors[name] = StoredTensor.Of<double>(values);
                break;
        }
    }
}
