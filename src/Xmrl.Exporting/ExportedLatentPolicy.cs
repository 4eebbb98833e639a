using System.Collections.Immutable;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Statistics;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;
using Xmrl.Trials.Policies;

namespace Xmrl.Exporting;

/// <summary>A policy that observes what an encoder infers from the trial, ready to be written for other programs.</summary>
/// <remarks>The graph has the inputs of <see cref="OnnxMemory"/>; its outputs are those of a policy, then <c>next_memory</c> [batch, M],
/// <c>latent_mean</c> and <c>latent_log_variance</c>, both [batch, L], and, of a mixture, <c>components</c> [batch, K]. The statistics by
/// which the policy's inputs are normalised are constants of it; decoders and value are no part of it, but they are in
/// safetensors.</remarks>
/// <param name="networks">The networks.</param>
/// <param name="tensors">Their parameters θ.</param>
/// <param name="name">Name of the graph.</param>
/// <param name="metadata">Where the policy comes from: text by name. How a trial begins is added.</param>
internal sealed class ExportedLatentPolicy(
    LatentNetworks networks, ExportedTensors tensors, string name, IEnumerable<KeyValuePair<string, string>> metadata)
    : ExportedTrialPolicy(
        networks.Policy.Head, Observing(networks), tensors, name,
        metadata.Concat(
            ExportedMemory.Beginning(
                networks.Shape.MemorySize, networks.Policy.Head is GaussianMlpPolicy ? LastAction : LastChoice))
            .Append(KeyValuePair.Create("encoder.activation", "relu")))
{
    /// <inheritdoc/>
    protected override string Prefix => "policy.";

    /// <inheritdoc/>
    public override void WriteOnnx(Stream stream)
    {
        var graph = new OnnxGraph(Name);
        var form = new ExportedForm(networks.Recurrent.Policy.Body.Shape, networks.Spec.ObservationSize);
        OnnxMemory memory = ExportedMemory.Of(networks.Recurrent.Policy, form, Tensors, "encoder.");
        memory.Check();
        string next = memory.AddTo(graph).Next;
        string? components = null;
        string inferring = next;
        if (networks.ComponentHead is not null)
        {
            OnnxLayer[] layers = Tensors.Layers("components.");
            components = graph.Node("Softmax", "components", graph.Layer(layers[^1], Hidden(graph, layers[..^1], next)));
            inferring = graph.Concat("memory_and_components", next, components);
        }

        (string mean, string logVariance) = Latent(graph, inferring);
        string latent = graph.Concat("latent", mean, logVariance);
        Act(graph, [State(graph), latent, .. components is null ? (string[])[] : [components]]);
        graph.Output(next, memory.Size, "The memory after this step.");
        graph.Output(mean, networks.Shape.LatentSize, "Mean of the latent that the encoder infers.");
        graph.Output(logVariance, networks.Shape.LatentSize, "Natural logarithm of the latent's variance.");
        if (components is not null)
        {
            graph.Output(components, networks.Shape.SeenComponents, "Probabilities of the mixture's components.");
        }

        graph.Write(
            stream,
            "One step of a policy that observes what an encoder infers from the trial, to be called with its own next_memory. "
                + Actions,
            Metadata);
    }

    /// <summary>Normalised as the encoder's observations are, with the hidden layers of the policy.</summary>
    private static ExportedForm Observing(LatentNetworks networks)
    {
        MlpShape head = TrialForm.Of(networks.Policy.Head);
        return new ExportedForm(
            networks.Recurrent.Policy.Body.Shape with { HiddenSizes = head.HiddenSizes, Activation = head.Activation },
            networks.Spec.ObservationSize);
    }

    private static string Hidden(OnnxGraph graph, IEnumerable<OnnxLayer> layers, string input)
        => layers.Aggregate(input, (from, layer) => graph.HiddenLayer(layer, OnnxActivation.Relu, from));

    /// <summary>μ and ln σ² of q(z|h, y).</summary>
    private (string Mean, string LogVariance) Latent(OnnxGraph graph, string input)
    {
        OnnxLayer[] layers = Tensors.Layers("latent.");
        int size = networks.Shape.LatentSize;
        string hidden = Hidden(graph, layers[..^1], input);
        string mean = graph.Layer(layers[^1].Part("latent.mean", 0, size), hidden, "latent_mean");
        string raw = graph.Layer(layers[^1].Part("latent.variance", size, size), hidden);
        string least = graph.Tensor("least_variance", [(float)LatentHeads.LeastVariance], 1, 1);
        string variance = graph.Node("Add", "latent_variance_value", graph.Node("Softplus", "latent_variance_softplus", raw), least);
        return (mean, graph.Node("Log", "latent_log_variance", variance));
    }

    /// <summary>The observation as the environment says to normalise it.</summary>
    private string State(OnnxGraph graph)
    {
        string centre = graph.Row("state_centre", [.. networks.Spec.ObservationCentre.Select(static value => (float)value)]);
        string scale = graph.Row("state_scale", [.. networks.Spec.ObservationScale.Select(static value => (float)value)]);
        return graph.Node("Mul", "state", graph.Node("Sub", "state_centred", "observation", centre), scale);
    }

    /// <summary>Normalises the inputs by the statistics of the training, embeds each, and lets the policy observe the embeddings.</summary>
    private void Act(OnnxGraph graph, string[] seen)
    {
        ImmutableArray<float> centre = ExportedTensors.Single(Tensors.Values(networks.Centre.Name));
        ImmutableArray<float> scale = ExportedTensors.Single(Tensors.Values(networks.Scale.Name));
        string low = graph.Tensor("least_input", [-(float)RunningMoments.Bound]);
        string high = graph.Tensor("largest_input", [(float)RunningMoments.Bound]);
        string[] embedded = new string[seen.Length];
        int first = 0;
        for (int i = 0; i < seen.Length; i++)
        {
            OnnxLayer layer = Tensors.Layers($"{Prefix}input.{i}.")[0];
            int size = layer.Weight.Length / layer.Bias.Length;
            string own = $"seen_{i}";
            string centred = graph.Node(
                "Sub", $"{own}_centred", seen[i], graph.Row($"{own}_centre", [.. centre.AsSpan(first, size)]));
            string scaled = graph.Node("Mul", $"{own}_scaled", centred, graph.Row($"{own}_scale", [.. scale.AsSpan(first, size)]));
            embedded[i] = graph.HiddenLayer(layer, OnnxActivation.Tanh, graph.Node("Clip", own, scaled, low, high));
            first += size;
        }

        string observed = graph.Concat("embedded", embedded);
        foreach (string layer in Form.HiddenLayers)
        {
            observed = graph.HiddenLayer(Tensors.Layer(Prefix + layer), Form.Activation, observed);
        }

        graph.Distribution(Tensors.Layer(Last), observed, LogStd);
    }
}
