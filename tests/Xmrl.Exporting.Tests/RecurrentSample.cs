using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Recurrent;
using Xmrl.Trials.Sampling;

namespace Xmrl.Exporting.Tests;

/// <summary>A policy with memory that plays a random trial of 200 steps, and what it computed at each.</summary>
internal sealed class RecurrentSample
{
    public const int Steps = 200;

    /// <summary>The trial's second and third trajectory begin there.</summary>
    public static readonly int[] Starts = [70, 140];

    private const int MemorySize = 24;
    private static readonly RandomKey s_key = RandomKey.FromSeed(11);

    private static readonly Dictionary<string, IPolicy> s_forms = new(StringComparer.Ordinal)
    {
        ["gaussian"] = new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 3, ActionSize = 2, HiddenSizes = [] }),
        ["gaussian-normalized-embedding"] = new GaussianMlpPolicy(
            new GaussianMlpShape
            {
                ObservationSize = 3,
                ActionSize = 2,
                HiddenSizes = [16, 8],
                ObservationCentre = [1, -2, 0.5],
                ObservationScale = [0.5, 3, 0.1],
            }),
        ["gaussian-fixed-deviation"] = new GaussianMlpPolicy(
            new GaussianMlpShape { ObservationSize = 2, ActionSize = 1, HiddenSizes = [], LearnLogStd = false, InitialLogStd = -1.25 }),
        ["categorical"] = new CategoricalMlpPolicy(new CategoricalMlpShape { ObservationSize = 1, Choices = 5, HiddenSizes = [] }),
        ["categorical-relu"] = new CategoricalMlpPolicy(
            new CategoricalMlpShape
            {
                ObservationSize = 3,
                Choices = 4,
                HiddenSizes = [12],
                Activation = Activation.Relu,
                ObservationCentre = [0, 0, 1],
                ObservationScale = [1, 2, 1],
            }),
    };

    /// <summary>Plays the trial.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public RecurrentSample(string name)
    {
        Policy = new GruPolicy(s_forms[name], MemorySize);
        Parameters = new Real[Policy.ParameterCount];
        Policy.Initialize(s_key, Parameters);
        for (int i = 0; i < Parameters.Length; i++)
        {
            Parameters[i] += (Real)(0.1 * s_key.Derive(1).Normal((ulong)i));
        }

        Exported = new ExportedRecurrentPolicy(
            Policy, new ExportedTensors(Policy.Tensors, Parameters, name), name, [KeyValuePair.Create("seed", "9")]);
        IsGaussian = Policy.Head is GaussianMlpPolicy;
        Play();
    }

    public static IEnumerable<string> Names => s_forms.Keys;

    public GruPolicy Policy { get; }

    public Real[] Parameters { get; }

    public ExportedRecurrentPolicy Exported { get; }

    public bool IsGaussian { get; }

    /// <summary>What the policy is told at each step, by the names of the graph's inputs, without the memory.</summary>
    public List<Dictionary<string, double[]>> Told { get; } = [];

    /// <summary>The memory before each step, and after the last one.</summary>
    public List<double[]> Memory { get; } = [new double[MemorySize]];

    /// <summary>Mean or logits of each step.</summary>
    public List<double[]> Outputs { get; } = [];

    /// <summary>What the graph has to give at a step, by name.</summary>
    public Dictionary<string, double[]> Expected(int step)
    {
        double[] output = Outputs[step];
        var expected = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["next_memory"] = Memory[step + 1] };
        if (Policy.Head is GaussianMlpPolicy gaussian)
        {
            var deviations = new Real[gaussian.ActionSize];
            gaussian.StandardDeviations(Parameters.AsSpan(Policy.HeadOffset), deviations);
            expected["mean"] = output;
            expected["log_std"] = [.. deviations.Select(static deviation => Math.Log(deviation))];
        }
        else
        {
            double total = output.Sum(static logit => Math.Exp(logit));
            expected["logits"] = output;
            expected["probabilities"] = [.. output.Select(logit => Math.Exp(logit) / total)];
        }

        return expected;
    }

    private static double[] Doubles(ReadOnlySpan<Real> values)
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++)
        {
            doubles[i] = values[i];
        }

        return doubles;
    }

    private void Play()
    {
        IPolicy head = Policy.Head;
        int encodedSize = head.EncodedActionSize;
        var window = new GruWindow(new GruNetwork(Policy));
        window.Load(Parameters);
        IPolicyActor actor = head.CreateActor(1);
        actor.Load(Parameters.AsSpan(Policy.HeadOffset));
        PolicyForward forward = head is GaussianMlpPolicy gaussian
            ? gaussian.CreateForward(1)
            : ((CategoricalMlpPolicy)head).CreateForward(1);
        var last = new Real[encodedSize + 1];
        var memory = new Real[MemorySize];
        for (int step = 0; step < Steps; step++)
        {
            RandomKey key = s_key.Derive(2).Derive(step);
            var observation = new Real[Policy.ObservationSize];
            key.FillNormal(0, observation);
            bool starts = Starts.Contains(step);
            Told.Add(new Dictionary<string, double[]>(StringComparer.Ordinal)
            {
                ["observation"] = Doubles(observation),
                ["previous_action"] = Doubles(last.AsSpan(0, encodedSize)),
                ["previous_reward"] = [last[^1]],
                ["trajectory_start"] = [starts ? 1 : 0],
            });

            var inputs = new Matrix(new Real[Policy.InputSize], Policy.InputSize, 1);
            TrialInputs.Fill(inputs, 0, observation, last, starts);
            Policy.Body.Normalize(inputs, inputs);
            window.Begin(1, 1);
            Write(memory, window.Start);
            window.Forward(inputs);
            memory = [.. Enumerable.Range(0, MemorySize).Select(row => window.End[row, 0])];
            Memory.Add(Doubles(memory));

            var output = new Real[IsGaussian ? head.ActionSize : head.ActionChoices];
            forward.Output(Parameters.AsSpan(Policy.HeadOffset), window.End, new Matrix(output, output.Length, 1));
            Outputs.Add(Doubles(output));

            var action = new Real[head.ActionSize];
            head.FillNoise(key.Derive(1), 0, action);
            var actions = new Matrix(action, head.ActionSize, 1);
            actor.Act(window.End, actions, actions);
            head.EncodeActions(actions, new Matrix(last, encodedSize, 1));
            last[^1] = (Real)(2 * key.Normal(500));
        }
    }

    private static void Write(Real[] values, Matrix column)
    {
        for (int row = 0; row < values.Length; row++)
        {
            column[row, 0] = values[row];
        }
    }
}
