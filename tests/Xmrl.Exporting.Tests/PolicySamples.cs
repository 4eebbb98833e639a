using System.Collections.Immutable;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Exporting.Tests;

/// <summary>Policies of every form that can be exported, with random parameters of the size that training gives them.</summary>
internal static class PolicySamples
{
    private static readonly ImmutableArray<double> s_centre = [1, -2, 0.5];
    private static readonly ImmutableArray<double> s_scale = [0.5, 3, 0.1];
    private static readonly RandomKey s_key = RandomKey.FromSeed(9);

    private static readonly Dictionary<string, IPolicy> s_policies = new(StringComparer.Ordinal)
    {
        ["drone"] = new GaussianMlpPolicy(
            GaussianMlpShape.For(
                EnvironmentRegistry.CreateDefault().TryGet("Drone-v1", out IEnvironmentFamily? drone)
                    ? drone.Spec
                    : throw new InvalidOperationException())),
        ["gaussian-tanh"] = Gaussian(new GaussianMlpShape { ObservationSize = 3, ActionSize = 2 }),
        ["gaussian-relu-100"] = Gaussian(
            new GaussianMlpShape { ObservationSize = 3, ActionSize = 2, HiddenSizes = [100, 100], Activation = Activation.Relu }),
        ["gaussian-fixed-deviation"] = Gaussian(
            new GaussianMlpShape { ObservationSize = 3, ActionSize = 1, LearnLogStd = false, InitialLogStd = -1.25 }),
        ["gaussian-context"] = Gaussian(new GaussianMlpShape { ObservationSize = 3, ActionSize = 2, HiddenSizes = [16], ContextSize = 5 }),
        ["gaussian-linear-context"] = Gaussian(
            new GaussianMlpShape { ObservationSize = 3, ActionSize = 2, HiddenSizes = [], ContextSize = 5 }),
        ["gaussian-identity"] = Gaussian(
            new GaussianMlpShape { ObservationSize = 3, ActionSize = 2, HiddenSizes = [7], Activation = Activation.Identity }),
        ["categorical"] = new CategoricalMlpPolicy(
            new CategoricalMlpShape { ObservationSize = 3, Choices = 5, ObservationCentre = s_centre, ObservationScale = s_scale }),
        ["categorical-tabular"] = new CategoricalMlpPolicy(new CategoricalMlpShape { ObservationSize = 3, Choices = 2, HiddenSizes = [] }),
        ["categorical-context"] = new CategoricalMlpPolicy(
            new CategoricalMlpShape { ObservationSize = 3, Choices = 4, HiddenSizes = [8, 8, 8], ContextSize = 2 }),
    };

    public static IEnumerable<string> Names => s_policies.Keys;

    public static ExportedPolicy Export(string name)
    {
        IPolicy policy = s_policies[name];
        return new ExportedPolicy(
            policy, Parameters(policy), name, [KeyValuePair.Create("seed", "9"), KeyValuePair.Create("environment", "none")]);
    }

    /// <summary>Observations [O, n] as rows [n, O].</summary>
    public static double[] Rows(Real[] observations, int count)
    {
        int size = observations.Length / count;
        return [.. Enumerable.Range(0, observations.Length).Select(i => (double)observations[(i % size * count) + (i / size)])];
    }

    /// <summary>Observations around the centre of the normalisation, some far away. Shape [O, n].</summary>
    public static Real[] Observations(string name, int count)
    {
        IPolicy policy = s_policies[name];
        MlpShape shape = Shape(policy);
        var values = new Real[policy.ObservationSize * count];
        s_key.Derive(1).FillNormal(0, values);
        for (int i = 0; i < values.Length; i++)
        {
            int o = i / count;
            double scale = shape.ObservationScale.IsDefaultOrEmpty ? 1 : shape.ObservationScale[o];
            double centre = shape.ObservationCentre.IsDefaultOrEmpty ? 0 : shape.ObservationCentre[o];
            values[i] = (Real)(centre + (2 * values[i] / (scale == 0 ? 1 : scale)));
        }

        return values;
    }

    /// <summary>What our own network gives: mean or logits. Shape [outputs, n].</summary>
    public static Real[] Outputs(string name, Real[] observations, int count)
    {
        IPolicy policy = s_policies[name];
        int outputs = policy is GaussianMlpPolicy ? policy.ActionSize : policy.ActionChoices;
        var result = new Real[outputs * count];
        PolicyForward forward = policy is GaussianMlpPolicy gaussian
            ? gaussian.CreateForward(count)
            : ((CategoricalMlpPolicy)policy).CreateForward(count);
        forward.Output(
            Parameters(policy), new ConstMatrix(observations, policy.ObservationSize, count), new Matrix(result, outputs, count));
        return result;
    }

    /// <summary>ln σ of a Gaussian policy, by its own computation of σ.</summary>
    public static double[] LogStd(string name)
    {
        var policy = (GaussianMlpPolicy)s_policies[name];
        var deviations = new Real[policy.ActionSize];
        policy.StandardDeviations(Parameters(policy), deviations);
        return [.. deviations.Select(static deviation => Math.Log(deviation))];
    }

    public static bool IsGaussian(string name) => s_policies[name] is GaussianMlpPolicy;

    public static Real[] Parameters(IPolicy policy)
    {
        var parameters = new Real[policy.ParameterCount];
        policy.Initialize(s_key, parameters);
        var noise = new Real[parameters.Length];
        s_key.Derive(2).FillNormal(0, noise);

        // Biases, contexts and deviations begin at 0 or a constant; training moves them.
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] += (Real)0.1 * noise[i];
        }

        return parameters;
    }

    private static MlpShape Shape(IPolicy policy)
        => policy is GaussianMlpPolicy gaussian ? gaussian.Shape : ((CategoricalMlpPolicy)policy).Shape;

    private static GaussianMlpPolicy Gaussian(GaussianMlpShape shape)
        => new(shape with { ObservationCentre = s_centre, ObservationScale = s_scale });
}
