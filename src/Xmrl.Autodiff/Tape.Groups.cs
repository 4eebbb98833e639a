namespace Xmrl.Autodiff;

/// <content>Products within groups of columns: what attention is made of. Each one's derivatives are the other two.</content>
/// <remarks>A matrix of m columns per sample and g groups per sample has m/g members in every group: member j of group s is column
/// j·(groups of all samples) + s. Samples are groups of their own where g = 1, and where m = g every column is a group.</remarks>
public sealed partial class Tape
{
    /// <summary>K_sᵀ·Q_s of every group s: how well each query fits each key.</summary>
    /// <param name="keys">K, M members per group. Shape [d, g·M·samples].</param>
    /// <param name="queries">Q, N members per group. Shape [d, g·N·samples].</param>
    /// <param name="groups">Groups per sample g ≥ 1.</param>
    /// <returns>Shape [M, g·N·samples].</returns>
    internal Node GroupGram(Node keys, Node queries, int groups)
    {
        Require(AreGroups(keys, queries, groups) && keys.Shape.Rows == queries.Shape.Rows, $"Kᵀ·Q of {groups} groups", keys, queries);
        return Group(Operation.GroupGram, queries.Shape with { Rows = keys.Shape.Multiplicity / groups }, keys, queries, groups);
    }

    /// <summary>V_s·P_s of every group s: sums of its members, weighted by the columns of P.</summary>
    /// <param name="values">V, M members per group. Shape [d, g·M·samples].</param>
    /// <param name="weights">P, N members per group. Shape [M, g·N·samples].</param>
    /// <param name="groups">Groups per sample g ≥ 1.</param>
    /// <returns>Shape [d, g·N·samples].</returns>
    internal Node GroupMix(Node values, Node weights, int groups)
    {
        Require(
            AreGroups(values, weights, groups) && values.Shape.Multiplicity == groups * weights.Shape.Rows, $"V·P of {groups} groups",
            values, weights);
        return Group(Operation.GroupMix, weights.Shape with { Rows = values.Shape.Rows }, values, weights, groups);
    }

    /// <summary>Q_s·P_sᵀ of every group s.</summary>
    /// <param name="queries">Q, N members per group. Shape [d, g·N·samples].</param>
    /// <param name="weights">P, N members per group. Shape [M, g·N·samples].</param>
    /// <param name="groups">Groups per sample g ≥ 1.</param>
    /// <returns>Shape [d, g·M·samples].</returns>
    internal Node GroupMixTransposed(Node queries, Node weights, int groups)
    {
        Require(
            AreGroups(queries, weights, groups) && queries.Shape.Columns == weights.Shape.Columns, $"Q·Pᵀ of {groups} groups",
            queries, weights);
        return Group(
            Operation.GroupMixTransposed, new Shape(queries.Shape.Rows, -groups * weights.Shape.Rows), queries, weights, groups);
    }

    /// <summary>One member of every group.</summary>
    /// <param name="x">M members per group. Shape [d, g·M·samples].</param>
    /// <param name="member">Its number, in [0, M).</param>
    /// <param name="groups">Groups per sample g ≥ 1.</param>
    /// <returns>Shape [d, g·samples].</returns>
    internal Node GroupSelect(Node x, int member, int groups)
    {
        if (x.Shape.Multiplicity == groups)
        {
            return x;
        }

        var shape = new Shape(x.Shape.Multiplicity / groups, -groups);
        Node one = Constant(1, shape with { Rows = 1 });
        return GroupMix(x, Append(new NodeRecord(Operation.PadRows, shape) { First = one.Id, Offset = member }), groups);
    }

    /// <summary>The same column for every member of a group.</summary>
    /// <param name="x">One member per group. Shape [d, g·samples].</param>
    /// <param name="members">M ≥ 1.</param>
    /// <param name="groups">Groups per sample g ≥ 1.</param>
    /// <returns>Shape [d, g·M·samples].</returns>
    internal Node GroupSpread(Node x, int members, int groups)
        => members == 1 ? x : GroupMix(x, Constant(1, new Shape(1, -groups * members)), groups);

    /// <summary>Softmax over features: positive numbers that add up to one in every column, without overflow.</summary>
    /// <param name="x">Shape [m, n].</param>
    /// <returns>Same shape.</returns>
    internal Node Softmax(Node x)
    {
        RequireMine(x);
        if (x.Shape.Rows == 1)
        {
            return Constant(1, x.Shape);
        }

        // The shift cancels in value and derivative.
        Node largest = Append(new NodeRecord(Operation.MaxFeatures, x.Shape with { Rows = 1 }) { First = x.Id });
        Node exponentials = Exp(x - Broadcast(largest, x.Shape));
        return exponentials / Broadcast(SumFeatures(exponentials), x.Shape);
    }

    private static bool AreGroups(Node x, Node y, int groups) => groups >= 1 && x.Shape.IsWide && y.Shape.IsWide
        && x.Shape.Multiplicity % groups == 0 && y.Shape.Multiplicity % groups == 0;

    private Node Group(Operation operation, Shape shape, Node x, Node y, int groups)
        => Append(new NodeRecord(operation, shape) { First = x.Id, Second = y.Id, Offset = groups });
}
