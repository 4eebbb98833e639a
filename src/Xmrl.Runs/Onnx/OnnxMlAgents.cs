using System.Collections.Immutable;

namespace Xmrl.Runs.Onnx;

/// <summary>The outputs of a policy under the names that Unity's ML-Agents looks for, of version 3 of its models (ML-Agents 2 to 4): drawn
/// actions, and those without randomness.</summary>
/// <seealso href="https://github.com/Unity-Technologies/ml-agents">com.unity.ml-agents, Runtime/Inference: TensorNames.</seealso>
internal static class OnnxMlAgents
{
    /// <summary>Name of the observation of the first sensor.</summary>
    public const string Observation = "obs_0";

    private const float ModelVersion = 3;

    /// <summary>Added to the logits of choices that the game forbids.</summary>
    private const float Forbidden = 1e8f;

    /// <summary>Adds the last layer and the outputs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The last layer.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="logStd">ln σ. Shape [A]; empty for a categorical policy.</param>
    public static void AddTo(OnnxGraph graph, OnnxLayer layer, string input, ImmutableArray<float> logStd)
    {
        graph.ConstantOutput("version_number", ModelVersion, "Version of ML-Agents' models.", 1);
        graph.ConstantOutput("memory_size", 0, "The policy has no memory.", 1);
        int size = layer.Bias.Length;
        if (logStd.IsEmpty)
        {
            AddChoices(graph, layer, input, size);
            return;
        }

        const string Mean = "deterministic_continuous_actions";
        graph.Layer(layer, input, Mean);
        string noise = graph.Node("RandomNormalLike", "noise", Mean);
        string scaled = graph.Node("Mul", "scaled_noise", noise, graph.Row("std_row", [.. logStd.Select(MathF.Exp)]));
        graph.Output(graph.Node("Add", "continuous_actions", Mean, scaled), size, "Actions, drawn.");
        graph.ConstantOutput("continuous_action_output_shape", size, "Numbers of an action.", 1);
        graph.Output(Mean, size, "Actions without randomness.");
    }

    private static void AddChoices(OnnxGraph graph, OnnxLayer layer, string input, int size)
    {
        string logits = graph.Layer(layer, input, "logits");
        string masks = graph.Input("action_masks", size, "1 where a choice is allowed, else 0.");
        ImmutableArray<float> ones = [.. Enumerable.Repeat(1f, size)];
        ImmutableArray<float> large = [.. Enumerable.Repeat(Forbidden, size)];
        string missing = graph.Node("Sub", "missing", masks, graph.Row("ones", ones));
        string penalty = graph.Node("Mul", "penalty", missing, graph.Row("forbidden", large));
        string allowed = graph.Node("Add", "allowed_logits", logits, penalty);
        string probabilities = graph.Node("LogSoftmax", "log_probabilities", allowed);
        graph.WholeOutput(graph.Drawn("discrete_actions", probabilities), 1, "The choice, drawn.");
        graph.ConstantOutput("discrete_action_output_shape", size, "Number of choices.", 1, 1);
        graph.WholeOutput(graph.Largest("deterministic_discrete_actions", allowed), 1, "The likeliest choice.");
    }
}
