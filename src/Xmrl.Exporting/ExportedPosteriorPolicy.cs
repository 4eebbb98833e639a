using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Meta.Context;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Networks;
using Xmrl.Runs.Files;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Trials.Context;

namespace Xmrl.Exporting;

/// <summary>A squashed Gaussian policy that sees a latent, and the encoder that infers the latent from transitions, ready to be written for
/// other programs.</summary>
/// <remarks>
/// <para>The policy's graph has the inputs <c>observation</c> [batch, O], raw, and, with a latent, <c>latent</c> [batch, L]; its outputs
/// are <c>mean</c> [batch, A], the action without randomness, and <c>mean_before_squashing</c> and <c>log_std</c>, both [batch, A]: a
/// random action is scale·tanh(mean_before_squashing + exp(log_std)·ε).</para>
/// <para>The encoder is a file beside it. Input <c>transitions</c> [n, O + A + 1] or [n, 2O + A + 1]: raw observation, action within ±1,
/// reward and, where the run has it, next observation. Outputs <c>precision</c> and <c>weighted_mean</c>, both [n, L], whose sums over
/// transitions can be carried on, and <c>posterior_mean</c> and <c>posterior_std</c>, both [1, L], of all rows together.</para>
/// </remarks>
internal sealed class ExportedPosteriorPolicy : IExportedPolicy
{
    private const string Latent = "latent";
    private readonly PosteriorNetworks _networks;
    private readonly PosteriorRecipe _recipe;
    private readonly EnvironmentSpec _spec;
    private readonly ExportedTensors _tensors;

    /// <summary>Takes the networks of a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="tensors">Its parameters θ.</param>
    /// <param name="name">Name of the graph.</param>
    /// <param name="metadata">Where the policy comes from: text by name. How a latent is used is added.</param>
    public ExportedPosteriorPolicy(
        PosteriorLearner learner, ExportedTensors tensors, string name, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        (_networks, _recipe, _spec, _tensors) = (learner.Networks, learner.Options, learner.Family.Spec, tensors);
        Name = name;
        Metadata = metadata.Concat(Playing()).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <summary>Where the encoder is written.</summary>
    /// <param name="path">Where the policy is.</param>
    public static string EncoderPath(string path) => Path.ChangeExtension(path, ".encoder.onnx");

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(string path, ExportFormat format)
        => format == ExportFormat.Onnx && _networks.Encoder is not null ? [path, EncoderPath(path)] : [path];

    /// <inheritdoc/>
    public void Write(string path, ExportFormat format)
    {
        switch (format)
        {
            case ExportFormat.MlAgents:
                throw new ConfigurationException(
                    "ML-Agents has no place for a latent: export without --ml-agents, and infer the latent yourself.");
            case ExportFormat.Onnx:
                AtomicFile.Write(path, WritePolicy);
                if (_networks.Encoder is not null)
                {
                    AtomicFile.Write(EncoderPath(path), WriteEncoder);
                }

                break;
            default:
                SafetensorsFile file = _tensors.ToSafetensors();
                file.Tensors["observation.centre"] = StoredTensor.Of(Centre(1).AsSpan());
                file.Tensors["observation.scale"] = StoredTensor.Of(Scale(1).AsSpan());
                file.Metadata["activation"] = "relu";
                file.Metadata["distribution"] = "squashedGaussian";
                foreach ((string key, string value) in Metadata)
                {
                    file.Metadata[key] = value;
                }

                file.Write(path);
                break;
        }
    }

    /// <summary>Writes the policy.</summary>
    /// <param name="stream">Receives it.</param>
    public void WritePolicy(Stream stream)
    {
        var graph = new OnnxGraph(Name);
        string observation = graph.Input("observation", _spec.ObservationSize, "Raw observations, one row each.");
        string? latent = _recipe.Latent > 0 ? graph.Input(Latent, _recipe.Latent, "The latent of every row's trajectory.") : null;
        (string hidden, OnnxLayer last) = Hidden(graph, _networks.Soft.Policy, graph.Normalize(observation, Centre(1), Scale(1)), latent);
        int size = _spec.ActionSize;
        string mean = graph.Layer(last.Part("mean", 0, size), hidden, "mean_before_squashing");
        string log = graph.Layer(last.Part("log", size, size), hidden);
        string low = graph.Tensor("least_log", [(float)SquashedGaussian.LeastLog]);
        string high = graph.Tensor("largest_log", [(float)SquashedGaussian.MostLog]);
        string scale = graph.Tensor("action_scale", [(float)_recipe.ActionScale]);
        string action = graph.Node("Mul", "mean", graph.Node("Tanh", "squashed", mean), scale);
        graph.Output(action, size, "Actions without randomness.");
        graph.Output(mean, size, "Means before tanh and scale.");
        graph.Output(graph.Node("Clip", "log_std", log, low, high), size, "Natural logarithms of the deviations before tanh.");
        graph.Write(
            stream, "A squashed Gaussian policy: actions are action.scale·tanh(mean_before_squashing + exp(log_std) times standard normal "
                + "numbers).",
            Metadata);
    }

    /// <summary>Writes the encoder.</summary>
    /// <param name="stream">Receives it.</param>
    /// <exception cref="InvalidOperationException">There is no latent.</exception>
    public void WriteEncoder(Stream stream)
    {
        LatentNetwork encoder = _networks.Encoder
            ?? throw new InvalidOperationException("The policy has no latent, and no encoder.");
        var graph = new OnnxGraph($"{Name}-encoder");
        string transitions = graph.Input("transitions", _networks.ContextSize, "Raw transitions, one row each.");
        (string hidden, OnnxLayer last) = Hidden(graph, encoder, graph.Normalize(transitions, Context(Centre, 0), Context(Scale, 1)), null);
        int size = _recipe.Latent;
        string mean = graph.Layer(last.Part("factor.mean", 0, size), hidden);
        string raw = graph.Layer(last.Part("factor.variance", size, size), hidden);
        string least = graph.Tensor("least_variance", [(float)EncoderStep.LeastVariance], 1, 1);
        string variance = graph.Node("Max", "factor_variance_value", graph.Node("Softplus", "factor_variance_softplus", raw), least);
        string precision = graph.Node("Reciprocal", "precision", variance);
        string weighted = graph.Node("Mul", "weighted_mean", mean, precision);
        string total = graph.Node("Reciprocal", "posterior_variance", graph.Sum("precision_sum", precision));
        string posterior = graph.Node("Mul", "posterior_mean", total, graph.Sum("weighted_sum", weighted));
        graph.Output(precision, size, "Precisions of the transitions' factors.");
        graph.Output(weighted, size, "Means of the factors times their precisions.");
        graph.RowOutput(posterior, size, "Mean of the posterior given all rows.");
        graph.RowOutput(graph.Node("Sqrt", "posterior_std", total), size, "Standard deviation of the posterior given all rows.");
        graph.Write(stream, "The posterior of a latent, a product of Gaussian factors, one per transition.", Metadata);
    }

    /// <summary>All layers of a network but the last, a latent entering the first.</summary>
    private (string Hidden, OnnxLayer Last) Hidden(OnnxGraph graph, LatentNetwork network, string input, string? latent)
    {
        string name = network.Shape.Name;
        OnnxLayer[] layers = [.. Enumerable.Range(0, network.Layers).Select(layer => _tensors.Layer($"{name}.layers.{layer}"))];
        string hidden = input;
        foreach ((int i, OnnxLayer layer) in layers[..^1].Index())
        {
            string output = graph.Layer(layer, hidden);
            if (i == 0 && latent is not null)
            {
                var own = new OnnxLayer
                {
                    Name = $"{name}.latent",
                    Weight = ExportedTensors.Single(_tensors.Values($"{name}.latent.weight")),
                    Bias = [.. new float[layer.Bias.Length]],
                };
                output = graph.Node("Add", "with_latent", output, graph.Layer(own, latent));
            }

            hidden = graph.Node("Relu", $"{OnnxGraph.Identifier(layer.Name)}_activation", output);
        }

        return (hidden, layers[^1]);
    }

    private ImmutableArray<float> Centre(int times) => Repeated(_spec.ObservationCentre, times);

    private ImmutableArray<float> Scale(int times) => Repeated(_spec.ObservationScale, times);

    private static ImmutableArray<float> Repeated(ImmutableArray<double> values, int times)
        => [.. Enumerable.Repeat(values, times).SelectMany(static own => own.Select(static value => (float)value))];

    /// <summary>The normalisation of a transition, whose action and reward stay as they are.</summary>
    private ImmutableArray<float> Context(Func<int, ImmutableArray<float>> ofObservation, float ofRest)
        => [.. ofObservation(1), .. Enumerable.Repeat(ofRest, _spec.ActionSize + 1), .. ofObservation(_recipe.NextInContext ? 1 : 0)];

    private Dictionary<string, string> Playing()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["action.scale"] = _recipe.ActionScale.ToString("R", CultureInfo.InvariantCulture),
        };
        if (_recipe.Latent > 0)
        {
            texts["latent.size"] = _recipe.Latent.ToString(CultureInfo.InvariantCulture);
            texts["latent.start"] = "standard normal numbers, drawn once per trajectory, until there are transitions to infer from";
            texts["latent.trajectory"] = "posterior_mean + posterior_std times standard normal numbers, drawn once per trajectory, given "
                + "all transitions of the task so far";
            texts["latent.transition"] = "raw observation, action before its scale, reward"
                + (_recipe.NextInContext ? ", raw next observation" : string.Empty);
            texts["latent.exploration"] = _recipe.ExplorationTrajectories.ToString(CultureInfo.InvariantCulture);
        }

        return texts;
    }
}
