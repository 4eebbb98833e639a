using System.Globalization;
using Xmrl.Attention.Episodes;
using Xmrl.Attention.Networks;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;

namespace Xmrl.Exporting;

/// <summary>A policy that attends to the episodes of its trial, ready to be written for other programs.</summary>
/// <remarks>The graph's inputs are <c>observation</c> [batch, O], raw, <c>transitions</c> [batch, E·T_w, I], windows of E episodes one
/// after another, the current one last, and <c>transition_mask</c> [batch, E·T_w], 1 where there is a transition and 0 elsewhere. A
/// transition is (o, a, r, f) of one step. Windows fill up from their end, slots of past episodes from their beginning. Outputs are those
/// of a policy.</remarks>
/// <param name="policy">The policy.</param>
/// <param name="tensors">Its parameters θ.</param>
/// <param name="name">Name of the graph.</param>
/// <param name="metadata">Where the policy comes from: text by name. How a trial is played is added.</param>
internal sealed class ExportedAttentionPolicy(
    AttentionPolicy policy, ExportedTensors tensors, string name, IEnumerable<KeyValuePair<string, string>> metadata)
    : ExportedTrialPolicy(
        policy.Head, new ExportedForm(policy.Form, policy.ObservationSize), tensors, name, metadata.Concat(Playing(policy)))
{
    private const string Observation = "observation";

    private AttentionShape Shape => policy.Shape;

    /// <inheritdoc/>
    public override void WriteOnnx(Stream stream)
    {
        var graph = new OnnxGraph(Name);
        string observation = graph.Input(Observation, policy.ObservationSize, "Raw observations, one row each.");
        string transitions = graph.Input(
            "transitions", Shape.Episodes * Shape.Transitions, policy.InputSize,
            "Windows of the episodes, the current one last: raw observation, action, reward and trajectory_start of every step.");
        string mask = graph.Input(
            "transition_mask", Shape.Episodes * Shape.Transitions, "1 where transitions has a transition, 0 elsewhere.");

        var layers = new AttentionGraph(graph, Shape, Tensors);
        string tokens = Tokens(graph, layers, transitions, mask);
        string windows = layers.Transformer(
            AttentionTensors.Episode, Shape.EpisodeLayers, tokens, Hidden(graph, mask), Shape.Transitions);
        string spoken = graph.Select("episode_last", windows, 1, Shape.Transitions - 1);
        string episodes = layers.Transformer(
            AttentionTensors.Trial, Shape.TrialLayers, graph.Reshape("episodes", spoken, -1, Shape.Episodes, Shape.Width),
            Unseen(graph, mask), Shape.Episodes);
        string knowledge = graph.Select("knowledge", episodes, 1, Shape.Episodes - 1);

        string observed = graph.Concat("observed", knowledge, graph.Normalize(observation, Form.Centre, Form.Scale));
        foreach (string layer in Form.HiddenLayers)
        {
            observed = graph.HiddenLayer(Tensors.Layer(layer), Form.Activation, observed);
        }

        graph.Distribution(Tensors.Layer(Last), observed, LogStd);
        graph.Write(
            stream, $"One decision of a policy that attends to the transitions of its trial's episodes. {Actions}", Metadata);
    }

    private static Dictionary<string, string> Playing(AttentionPolicy policy) => new(StringComparer.Ordinal)
    {
        ["trial.episodes"] = Text(policy.Shape.Episodes),
        ["trial.transitions"] = Text(policy.Shape.Transitions),
        ["trial.transition"] = "observation of a step, "
            + (policy.Head is GaussianMlpPolicy ? "its action as it was drawn" : "its choice as one 1 among zeros")
            + ", its reward, and 1 if a trajectory but the trial's first began with it, otherwise 0",
        ["trial.current"] = "the last window holds the newest transitions of the current trajectory, the latest at its end",
        ["trial.past"] = "the windows before hold as many transitions in a row of each earlier trajectory, the earliest first and empty "
            + "windows after them; where they begin is drawn at random once per current and earlier trajectory",
    };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Numbers that are 0 but for the last: [0, …, 0, x].</summary>
    private static float[] LastOf(int count, float first, float last) => [.. Enumerable.Repeat(first, count - 1), last];

    /// <summary>Transitions with their places, and the start token where a window is empty. Shape [batch·E, T_w, d].</summary>
    private string Tokens(OnnxGraph graph, AttentionGraph layers, string transitions, string mask)
    {
        int told = policy.InputSize - policy.ObservationSize;
        string normalized = graph.Normalize(
            transitions, [.. Form.Centre, .. new float[told]], [.. Form.Scale, .. Enumerable.Repeat(1f, told)]);
        string grouped = graph.Reshape("windows", normalized, -1, Shape.Transitions, policy.InputSize);
        string there = graph.Reshape("window_mask", mask, -1, Shape.Transitions, 1);
        string numbers = layers.Product("token.weight", graph.Node("Mul", "window_numbers", grouped, there));

        // Column 0 of the places is the start token, which stands at the last place.
        Real[] place = Tensors.Values("token.place");
        int columns = 1 + Shape.Transitions;
        float[] places = new float[Shape.Transitions * Shape.Width];
        float[] start = new float[places.Length];
        for (int d = 0; d < Shape.Width; d++)
        {
            for (int t = 0; t < Shape.Transitions; t++)
            {
                places[(t * Shape.Width) + d] = (float)place[(d * columns) + 1 + t];
            }

            start[((Shape.Transitions - 1) * Shape.Width) + d] = (float)place[d * columns];
        }

        string placed = graph.Node(
            "Add", "placed", numbers, graph.Tensor("places", [.. places], 1, Shape.Transitions, Shape.Width));
        string missing = graph.Node("Sub", "window_missing", graph.Tensor("present", [1f]), there);
        string starts = graph.Node(
            "Mul", "start_tokens", missing, graph.Tensor("start_token", [.. start], 1, Shape.Transitions, Shape.Width));
        return graph.Node("Add", "tokens", placed, starts);
    }

    /// <summary>Hides empty places but the last of a window. Shape [batch·E, 1, 1, T_w].</summary>
    private string Hidden(OnnxGraph graph, string mask)
    {
        string weight = graph.Tensor("hidden_weight", [.. LastOf(Shape.Transitions, -(float)EpisodeTokens.Never, 0)], Shape.Transitions);
        string missing = graph.Node("Sub", "hidden_missing", graph.Reshape("hidden_mask", mask, -1, Shape.Transitions), "present");
        string hidden = graph.Node("Mul", "hidden_places", missing, weight);
        return graph.Reshape("hidden", hidden, -1, 1, 1, Shape.Transitions);
    }

    /// <summary>Hides later episodes, and slots without an episode. Shape [batch, 1, E, E].</summary>
    private string Unseen(OnnxGraph graph, string mask)
    {
        int episodes = Shape.Episodes;
        float[] later = new float[episodes * episodes];
        for (int query = 0; query < episodes; query++)
        {
            for (int key = query + 1; key < episodes; key++)
            {
                later[(query * episodes) + key] = (float)EpisodeTokens.Never;
            }
        }

        string shaped = graph.Reshape("episode_windows", mask, -1, episodes, Shape.Transitions);
        string there = graph.Select("episode_mask", shaped, 2, Shape.Transitions - 1);
        string weight = graph.Tensor("unused_weight", [.. LastOf(episodes, -(float)EpisodeTokens.Never, 0)], episodes);
        string unused = graph.Node("Mul", "unused_episodes", graph.Node("Sub", "episode_missing", there, "present"), weight);
        return graph.Node(
            "Add", "unseen", graph.Reshape("unused", unused, -1, 1, 1, episodes),
            graph.Tensor("later", [.. later], 1, 1, episodes, episodes));
    }
}
