using System.Collections.Immutable;
using Xmrl.Attention.Networks;
using Xmrl.Fixtures;
using Xmrl.Latents.Learning;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Trials;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Trials.Policies;

namespace Xmrl.Exporting.Tests;

/// <summary>The graphs of policies that infer a latent or attend to episodes, in ONNX Runtime, against the trial that the sampler
/// plays.</summary>
public sealed class ExportedTrialPolicyTests : IDisposable
{
    /// <summary>Single precision with another order of sums.</summary>
    private const double StepTolerance = 1e-5;

    /// <summary>The same after as many steps as a trial has, with the memory fed back.</summary>
    private const double TrialTolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. TrialSample.Names];

    public static TheoryData<string> Latents => [.. TrialSample.Names.Where(static name => !Attends(name))];

    public static TheoryData<string> Attention => [.. TrialSample.Names.Where(Attends)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Latents))]
    public void WriteOnnx_Latent_PlaysATrialAsTheSamplerDoes(string name)
    {
        using var sample = new TrialSample(name);
        LatentTrial trial = sample.PlayLatent();
        using var session = new OnnxSession(Onnx(sample));
        LatentNetworks networks = ((LatentLearner)sample.Learner).Networks;
        int latent = networks.Shape.LatentSize;
        int observed = sample.Family.Spec.ObservationSize;
        double[] memory = new double[networks.Shape.MemorySize];
        double[] action = new double[networks.Policy.EncodedActionSize];
        double reward = 0;
        trial.Steps.ShouldBeGreaterThanOrEqualTo(200);
        for (int step = 0; step < trial.Steps; step++)
        {
            Dictionary<string, OnnxSession.Output> found = session.Run(
                new Dictionary<string, double[]>
                {
                    ["observation"] = Row(trial.Observations, step, observed),
                    ["previous_action"] = action,
                    ["previous_reward"] = [reward],
                    ["trajectory_start"] = [step > 0 && trial.Starts.AsSpan(1, TrialSample.Trajectories - 1).Contains(step) ? 1 : 0],
                    ["memory"] = memory,
                },
                1);

            memory = found["next_memory"].Values;
            double[] features = Row(trial.Features, step, networks.FeatureSize);
            Near(found["latent_mean"].Values, features.AsSpan(observed, latent), name, step);
            Near(found["latent_log_variance"].Values, features.AsSpan(observed + latent, latent), name, step);
            if (networks.Shape.SeenComponents > 0)
            {
                Near(found["components"].Values, features.AsSpan(observed + (2 * latent)), name, step);
            }

            double[] played = Row(trial.Actions, step, sample.Family.Spec.ActionSize);
            CompareAction(sample, found, played, TrialTolerance);
            action = sample.Encoded(played);
            reward = trial.Rewards[step];
        }
    }

    [Theory]
    [MemberData(nameof(Attention))]
    public void WriteOnnx_Attention_DecidesAsTheSamplerDoes(string name)
    {
        using var sample = new TrialSample(name);
        (Rollout trial, TrialOutline outline) = sample.PlayAttention();
        using var session = new OnnxSession(Onnx(sample));
        AttentionShape shape = sample.Policy().Shape;
        trial.Samples.ShouldBeGreaterThanOrEqualTo(200);
        for (int step = 0; step < trial.Samples; step++)
        {
            int episode = Enumerable.Range(0, TrialSample.Trajectories).Last(e => trial.Starts[e] <= step);
            var windows = new Windows(sample, trial, shape);
            for (int past = 0; past < episode; past++)
            {
                int first = outline.Snippets[episode][past];
                windows.Add(past, first, Math.Min(first + shape.Transitions, trial.Starts[past + 1]));
            }

            windows.Add(shape.Episodes - 1, Math.Max(trial.Starts[episode], step - shape.Transitions), step);
            Dictionary<string, OnnxSession.Output> found = session.Run(
                new Dictionary<string, double[]>
                {
                    ["observation"] = Column(trial.Observations, step),
                    ["transitions"] = windows.Transitions,
                    ["transition_mask"] = windows.Mask,
                },
                1);

            CompareAction(sample, found, Column(trial.Actions, step), StepTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Safetensors_HoldsEveryTensorAndTheNormalisation(string name)
    {
        using var sample = new TrialSample(name);
        sample.Exported.Write(_folder["p.safetensors"], ExportFormat.Safetensors);

        SafetensorsFile file = SafetensorsFile.Read(_folder["p.safetensors"]);

        foreach (TensorSpec tensor in sample.Learner.Tensors)
        {
            file[tensor.Name].Values<Real>().ShouldBe(tensor.Of(sample.Theta).ToArray(), tensor.Name);
        }

        file["observation.scale"].Count.ShouldBe(sample.Family.Spec.ObservationSize);
        file.Metadata["seed"].ShouldBe("9");
        file.Metadata["trial.trajectories"].ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WriteOnnx_Twice_GivesTheSameBytes(string name)
    {
        using var sample = new TrialSample(name);

        Onnx(sample).ShouldBe(Onnx(sample));
    }

    [Fact]
    public void Write_MlAgents_IsRefusedWithASentence()
    {
        using var sample = new TrialSample("ecet");

        Should.Throw<ConfigurationException>(() => sample.Exported.Write(_folder["p.onnx"], ExportFormat.MlAgents))
            .Message.ShouldContain("export without --ml-agents");
    }

    private static bool Attends(string name) => name.StartsWith("ecet", StringComparison.Ordinal);

    private static byte[] Onnx(TrialSample sample)
    {
        using var stream = new MemoryStream();
        sample.Exported.WriteOnnx(stream);
        return stream.ToArray();
    }

    private static void CompareAction(
        TrialSample sample, Dictionary<string, OnnxSession.Output> found, double[] played, double tolerance)
    {
        if (sample.Exported.IsGaussian)
        {
            found["mean"].Values.Zip(played).ShouldAllBe(
                pair => Math.Abs(pair.First - pair.Second) <= tolerance * Math.Max(1, Math.Abs(pair.Second)));
            found["log_std"].Values.Length.ShouldBe(played.Length);
        }
        else
        {
            // Two choices may be so close that rounding decides.
            double[] logits = found["logits"].Values;
            logits[(int)played[0]].ShouldBe(logits.Max(), tolerance);
            found["probabilities"].Values.Sum().ShouldBe(1, StepTolerance);
        }
    }

    private static void Near(double[] found, ReadOnlySpan<double> wanted, string name, int step)
    {
        found.Length.ShouldBe(wanted.Length);
        for (int i = 0; i < found.Length; i++)
        {
            if (!(Math.Abs(found[i] - wanted[i]) <= TrialTolerance * Math.Max(1, Math.Abs(wanted[i]))))
            {
                Assert.Fail($"{name}, step {step}, {i}: {found[i]}; expected {wanted[i]}.");
            }
        }
    }

    private static double[] Row(Real[] values, int row, int size)
        => [.. values.AsSpan(row * size, size).ToArray().Select(static value => (double)value)];

    private static double[] Column(ConstMatrix matrix, int column)
    {
        double[] values = new double[matrix.Rows];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = matrix[row, column];
        }

        return values;
    }

    /// <summary>The graph's inputs, filled as its metadata say.</summary>
    private sealed class Windows(TrialSample sample, Rollout trial, AttentionShape shape)
    {
        private readonly int _size = sample.Policy().InputSize;

        public double[] Transitions { get; } = new double[shape.Episodes * shape.Transitions * sample.Policy().InputSize];

        public double[] Mask { get; } = new double[shape.Episodes * shape.Transitions];

        public void Add(int window, int first, int end)
        {
            for (int step = first; step < end; step++)
            {
                int place = (window * shape.Transitions) + shape.Transitions - (end - step);
                Mask[place] = 1;
                double start = step > 0 && trial.Starts.Slice(1, TrialSample.Trajectories - 1).Contains(step) ? 1 : 0;
                ImmutableArray<double> own =
                [
                    .. Column(trial.Observations, step), .. sample.Encoded(Column(trial.Actions, step)), trial.Rewards[step], start,
                ];
                own.CopyTo(Transitions, place * _size);
            }
        }
    }
}
