namespace Xmrl.Runs.Onnx;

/// <summary>Lays out the graph of one step of a policy with memory.</summary>
internal static class OnnxCellWriter
{
    internal static void Write(OnnxCell cell, Stream stream)
    {
        Check(cell);
        int size = cell.Recurrent.Bias.Length;
        var graph = new OnnxGraph(cell.Name);
        string observation = graph.Input("observation", cell.ObservationCentre.Length, "Raw observations, one row each.");
        string action = graph.Input(
            "previous_action", cell.ActionSize, "Actions of the step before, a choice as one 1 among zeros; 0 at the start of a trial.");
        string reward = graph.Input("previous_reward", 1, "Rewards of the step before; 0 at the start of a trial.");
        string start = graph.Input("trajectory_start", 1, "1 on the first step of every trajectory but the trial's first, otherwise 0.");
        string memory = graph.Input("memory", size, "The next_memory of the step before; 0 at the start of a trial.");

        string normalized = graph.Normalize(observation, cell.ObservationCentre, cell.ObservationScale);
        string embedded = graph.Concat("told", normalized, action, reward, start);
        foreach (OnnxLayer layer in cell.Embedding)
        {
            embedded = graph.HiddenLayer(layer, cell.Activation, embedded);
        }

        string joined = graph.Concat("told_and_memory", embedded, memory);
        string reset = graph.Node("Sigmoid", "reset", graph.Layer(cell.ResetGate, joined));
        string update = graph.Node("Sigmoid", "update", graph.Layer(cell.UpdateGate, joined));
        string kept = graph.Node("Mul", "recurrent_reset", reset, graph.Layer(cell.Recurrent, memory));
        string sum = graph.Node("Add", "candidate_sum", graph.Layer(cell.Candidate, embedded), kept);
        string candidate = graph.Node("Tanh", "candidate", sum);
        string difference = graph.Node("Sub", "memory_difference", memory, candidate);
        string next = graph.Node("Add", "next_memory", candidate, graph.Node("Mul", "memory_kept", update, difference));

        graph.Distribution(cell.Head, next, cell.LogStd);
        graph.Output(next, size, "The memory after this step.");
        graph.Write(stream, cell.Description, cell.Metadata);
    }

    private static void Check(OnnxCell cell)
    {
        OnnxChecks.Normalisation(cell.ObservationCentre, cell.ObservationScale, nameof(cell));
        if (cell.ActionSize < 1)
        {
            throw new ArgumentException($"ActionSize is {cell.ActionSize}; expected at least 1.", nameof(cell));
        }

        OnnxLayer[] gates = [cell.ResetGate, cell.UpdateGate, cell.Candidate, cell.Recurrent];
        OnnxChecks.Names([.. cell.Embedding.Concat(gates).Append(cell.Head).Select(static layer => layer.Name)], nameof(cell));
        int told = cell.ObservationCentre.Length + cell.ActionSize + 2;
        foreach (OnnxLayer layer in cell.Embedding)
        {
            told = OnnxChecks.Layer(layer, told, nameof(cell));
        }

        int memory = cell.Recurrent.Bias.IsDefault ? 0 : cell.Recurrent.Bias.Length;
        int[] inputs = [told + memory, told + memory, told, memory];
        for (int i = 0; i < gates.Length; i++)
        {
            if (OnnxChecks.Layer(gates[i], inputs[i], nameof(cell)) != memory)
            {
                throw new ArgumentException(
                    $"Layer {gates[i].Name} has {gates[i].Bias.Length} biases; expected {memory}, one per number of the memory.",
                    nameof(cell));
            }
        }

        OnnxChecks.LogStd(cell.LogStd, OnnxChecks.Layer(cell.Head, memory, nameof(cell)), nameof(cell));
    }
}
