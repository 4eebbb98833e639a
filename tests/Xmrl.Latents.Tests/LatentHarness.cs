using System.Collections.Immutable;
using Xmrl.Contracts;
using Xmrl.Latents.Learning;
using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;

namespace Xmrl.Latents.Tests;

/// <summary>Small networks, options and trials.</summary>
internal static class LatentHarness
{
    public static readonly RandomKey Key = RandomKey.FromSeed(5);

    public static LatentShape Shape(int components) => new()
    {
        MemorySize = 4,
        EmbeddingSize = 5,
        LatentSize = 2,
        Components = components,
        HeadSizes = [6],
        DispersionSizes = components > 1 ? [5] : [],
        DecoderSizes = [6],
        StateEmbedding = 4,
        ActionEmbedding = 3,
        PolicyEmbedding = 4,
    };

    public static ModelWeights Weights(int components) => new()
    {
        Reward = 1.5,
        State = 0.7,
        Latent = 0.3,
        Components = components > 1 ? 0.4 : 0,
        Order = components > 1 ? 0.6 : 0,
        Dispersion = components > 1 ? 0.8 : 0,
    };

    public static LatentOptions Options(int components) => new()
    {
        Shape = Shape(components),
        Trajectories = 2,
        Trials = 3,
        Gae = new GaeOptions { Discount = 0.95, Lambda = 0.9 },
        Epochs = 2,
        Minibatches = 3,
        ClipRange = 0.1,
        Entropy = 0.001,
        MaximumGradientNorm = 0.5,
        Model = new ModelOptions
        {
            Weights = Weights(components),
            EncodeTimes = 4,
            DecodeSteps = 3,
            Trials = 10,
            Updates = 2,
            StepSize = 1e-3,
            MaximumGradientNorm = 1,
            Window = 5,
            Capacity = 40,
            Dropout = components > 1 ? 0.5 : 0,
        },
        Virtual = components > 1 ? new VirtualOptions { Share = 1, Steps = 200 } : null,
    };

    public static IPolicy Form(ImmutableArray<int>? hidden = null)
        => new GaussianMlpPolicy(GaussianMlpShape.For(NoisyWalk.Family.Spec) with { HiddenSizes = hidden ?? [5] });

    public static LatentNetworks Networks(int components) => new(NoisyWalk.Family.Spec, Form(), Shape(components));

    public static Real[] Parameters(LatentNetworks networks)
    {
        var parameters = new Real[networks.End];
        networks.Initialize(Key.Derive(1), parameters);

        // Biases too, so that no kink lies at 0.
        var noise = new Real[networks.End];
        Key.Derive(2).FillNormal(0, noise);
        for (int i = 0; i < noise.Length; i++)
        {
            parameters[i] += (Real)0.1 * noise[i];
        }

        return parameters;
    }

    /// <summary>A trial of random numbers, of two trajectories.</summary>
    public static ModelTrial Trial(LatentNetworks networks, int steps, int number)
    {
        int size = networks.Spec.ObservationSize;
        RandomKey own = Key.Derive(3).Derive(number);
        return new ModelTrial(
            Normal(0, steps * size), Normal(1, steps * networks.Policy.EncodedActionSize), Normal(2, steps), Normal(3, steps * size),
            [0, steps / 2]);

        Real[] Normal(int kind, int count)
        {
            var values = new Real[count];
            own.Derive(kind).FillNormal(0, values);
            return values;
        }
    }

    public static ModelBlock Block(LatentNetworks networks, double dropout, params int[] steps) => new(
        networks, [.. steps.Select((count, i) => Trial(networks, count, i))], (4, 3, dropout),
        [.. steps.Select((_, i) => Key.Derive(4).Derive(i))]);

    public static ModelError Error(LatentNetworks networks, ModelWeights weights, int window)
        => new(networks, new LatentProgram(networks, weights), new DecoderProgram(networks, weights), window);
}
