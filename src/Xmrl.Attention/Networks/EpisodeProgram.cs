using Xmrl.Autodiff;

namespace Xmrl.Attention.Networks;

/// <summary>What a policy knows of its trial at some decisions of one episode; compiled once and shared by all
/// workers.</summary>
/// <remarks>
/// <para>A sample is a stretch of D decisions of one episode with M past episodes. Within an episode, tokens attend to each other and the
/// last one speaks for the episode. Across episodes, past ones attend to those before them, and every decision to the past ones and to
/// its own episode: no past episode depends on a decision, so that its part is computed once for all of them.</para>
/// <para>Columns: transition t of past episode j is (t·M + j)·samples + sample, transition t of decision k is (t·D + k)·samples + sample,
/// decision k is k·samples + sample.</para>
/// </remarks>
internal sealed class EpisodeProgram
{
    private readonly Tape _tape = new();
    private readonly AttentionShape _shape;
    private readonly AttentionLayer _layers;
    private readonly Dictionary<string, Node> _parameters = [];

    /// <summary>Records and compiles.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="tensors">The parameters.</param>
    /// <param name="inputSize">I, numbers of a transition.</param>
    /// <param name="decisions">D ≥ 1.</param>
    public EpisodeProgram(AttentionShape shape, AttentionTensors tensors, int inputSize, int decisions)
    {
        _shape = shape;
        Decisions = decisions;
        Parameters = [.. tensors.All.Select(tensor => _tape.Input(tensor.Name, tensor.Rows, tensor.Columns))];
        for (int k = 0; k < Parameters.Length; k++)
        {
            _parameters[tensors.All[k].Name] = Parameters[k];
        }

        _layers = new AttentionLayer(_tape, shape, name => _parameters[name]);
        Current = new EpisodeTokens(_tape, "current", inputSize, shape.Transitions, decisions);
        Node own = Summary(Current);
        if (shape.Past > 0)
        {
            Past = new EpisodeTokens(_tape, "past", inputSize, shape.Transitions, shape.Past);
            Unused = _tape.Input("unused episodes", 1, -shape.Past);
            Later = _tape.Input("later episodes", shape.Past, -shape.Past);
            Knowledge = Across(own, Summary(Past));
        }
        else
        {
            Knowledge = Alone(own);
        }

        Forward = _tape.Compile([Knowledge], Current.Inputs);
    }

    /// <summary>D, decisions of a sample.</summary>
    public int Decisions { get; }

    /// <summary>One input per tensor.</summary>
    public Node[] Parameters { get; }

    /// <summary>Windows of the decisions.</summary>
    public EpisodeTokens Current { get; }

    /// <summary>Windows of the past episodes; null without any.</summary>
    public EpisodeTokens? Past { get; }

    /// <summary>0 for a past episode, −1e9 for a slot without one. Shape [1, M·samples].</summary>
    public Node Unused { get; }

    /// <summary>−1e9 where the key's episode comes after the query's, else 0. Shape [M, M·samples].</summary>
    public Node Later { get; }

    /// <summary>What is known of the trial at every decision. Shape [d, D·samples].</summary>
    public Node Knowledge { get; }

    /// <summary>Computes <see cref="Knowledge"/>, past episodes in advance.</summary>
    public TapeProgram Forward { get; }

    /// <summary>The tape.</summary>
    public Tape Tape => _tape;

    /// <summary>One vector per window: tokens attend to each other, and the last speaks. Shape [d, windows·samples].</summary>
    private Node Summary(EpisodeTokens tokens)
    {
        int groups = tokens.Windows;
        int last = _shape.Transitions - 1;
        Node x = _tape.Multiply(_parameters["token.weight"], tokens.Numbers) + _tape.Multiply(_parameters["token.place"], tokens.Places);
        for (int l = 0; l < _shape.EpisodeLayers; l++)
        {
            string layer = $"{AttentionTensors.Episode}.{l}";
            Node read = _layers.Read(layer, x);

            // Of the last layer, the last token alone is read.
            bool isLast = l == _shape.EpisodeLayers - 1;
            Node asking = isLast ? _tape.GroupSelect(read, last, groups) : read;
            Node mask = _tape.GroupGram(tokens.Hidden, _tape.Constant(1, asking.Shape with { Rows = 1 }), groups);
            Node found = _layers.Attend(
                _layers.Project(layer, "query", asking), _layers.Project(layer, "key", read), _layers.Project(layer, "value", read), mask,
                groups);
            x = _layers.Finish(layer, isLast ? _tape.GroupSelect(x, last, groups) : x, found);
        }

        return _layers.Normalized($"{AttentionTensors.Episode}.norm", x);
    }

    private Node Across(Node current, Node past)
    {
        Node mask = _tape.GroupGram(Unused, _tape.Constant(1, new Shape(1, -Decisions)), 1);
        for (int l = 0; l < _shape.TrialLayers; l++)
        {
            string layer = $"{AttentionTensors.Trial}.{l}";
            Node readPast = _layers.Read(layer, past);
            Node keys = _layers.Project(layer, "key", readPast);
            Node values = _layers.Project(layer, "value", readPast);
            Node read = _layers.Read(layer, current);
            Node found = _layers.AttendWithSelf(
                (_layers.Project(layer, "query", read), _layers.Project(layer, "key", read), _layers.Project(layer, "value", read)), keys,
                values, mask);
            current = _layers.Finish(layer, current, found);
            if (l < _shape.TrialLayers - 1)
            {
                past = _layers.Finish(
                    layer, past, _layers.Attend(_layers.Project(layer, "query", readPast), keys, values, Later, 1));
            }
        }

        return _layers.Normalized($"{AttentionTensors.Trial}.norm", current);
    }

    /// <summary>Without past episodes every decision finds itself alone.</summary>
    private Node Alone(Node current)
    {
        for (int l = 0; l < _shape.TrialLayers; l++)
        {
            string layer = $"{AttentionTensors.Trial}.{l}";
            current = _layers.Finish(layer, current, _layers.Project(layer, "value", _layers.Read(layer, current)));
        }

        return _layers.Normalized($"{AttentionTensors.Trial}.norm", current);
    }
}
