namespace Xmrl.Runs.Onnx;

/// <summary>Lays out a policy's graph.</summary>
internal static class OnnxWriter
{
    internal static void Write(OnnxPolicy policy, Stream stream)
    {
        Check(policy);
        var graph = new OnnxGraph(policy.Name);
        string at = graph.Normalize(
            graph.Input(
                policy.ForMlAgents ? OnnxMlAgents.Observation : "observation", policy.ObservationCentre.Length,
                "Raw observations, one row each."),
            policy.ObservationCentre, policy.ObservationScale);
        foreach (OnnxLayer layer in policy.Layers[..^1])
        {
            at = graph.HiddenLayer(layer, policy.Activation, at);
        }

        if (policy.ForMlAgents)
        {
            OnnxMlAgents.AddTo(graph, policy.Layers[^1], at, policy.LogStd);
        }
        else
        {
            graph.Distribution(policy.Layers[^1], at, policy.LogStd);
        }

        graph.Write(stream, policy.Description, policy.Metadata);
    }

    private static void Check(OnnxPolicy policy)
    {
        OnnxChecks.Normalisation(policy.ObservationCentre, policy.ObservationScale, nameof(policy));
        if (policy.Layers.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Layers is empty; expected at least the last layer.", nameof(policy));
        }

        OnnxChecks.Names([.. policy.Layers.Select(static layer => layer.Name)], nameof(policy));
        int size = policy.ObservationCentre.Length;
        foreach (OnnxLayer layer in policy.Layers)
        {
            size = OnnxChecks.Layer(layer, size, nameof(policy));
        }

        OnnxChecks.LogStd(policy.LogStd, size, nameof(policy));
    }
}
