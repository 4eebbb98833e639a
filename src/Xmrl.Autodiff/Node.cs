namespace Xmrl.Autodiff;

/// <summary>A value on a <see cref="Tape"/>: nothing is computed before a compiled program runs.</summary>
public readonly struct Node : IEquatable<Node>
{
    internal Node(Tape tape, int id)
    {
        Tape = tape;
        Id = id;
    }

    /// <summary>The tape that the node lies on.</summary>
    public Tape Tape { get; }

    /// <summary>Shape of the value.</summary>
    public Shape Shape => Tape.Record(Id).Shape;

    internal int Id { get; }

    /// <summary>x + y, elementwise; shapes equal.</summary>
    /// <param name="x">First summand.</param>
    /// <param name="y">Second summand.</param>
    public static Node operator +(Node x, Node y) => x.Tape.Add(x, y);

    /// <summary>x + c.</summary>
    /// <param name="x">Any node.</param>
    /// <param name="constant">Number c.</param>
    public static Node operator +(Node x, double constant) => x.Tape.Shift(x, constant);

    /// <summary>x − y, elementwise; shapes equal.</summary>
    /// <param name="x">Minuend.</param>
    /// <param name="y">Subtrahend.</param>
    public static Node operator -(Node x, Node y) => x.Tape.Subtract(x, y);

    /// <summary>Negative −x, elementwise.</summary>
    /// <param name="x">Any node.</param>
    public static Node operator -(Node x) => x.Tape.Scale(x, -1);

    /// <summary>x·y, elementwise; shapes equal.</summary>
    /// <param name="x">First factor.</param>
    /// <param name="y">Second factor.</param>
    public static Node operator *(Node x, Node y) => x.Tape.Product(x, y);

    /// <summary>c·x.</summary>
    /// <param name="constant">Number c.</param>
    /// <param name="x">Any node.</param>
    public static Node operator *(double constant, Node x) => x.Tape.Scale(x, constant);

    /// <summary>x / y, elementwise; shapes equal.</summary>
    /// <param name="x">Dividend.</param>
    /// <param name="y">Divisor.</param>
    public static Node operator /(Node x, Node y) => x.Tape.Quotient(x, y);

    /// <summary>Same tape and same place on it.</summary>
    /// <param name="left">A node.</param>
    /// <param name="right">A node.</param>
    public static bool operator ==(Node left, Node right) => left.Equals(right);

    /// <summary>Another tape or another place on it.</summary>
    /// <param name="left">A node.</param>
    /// <param name="right">A node.</param>
    public static bool operator !=(Node left, Node right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Node other) => ReferenceEquals(Tape, other.Tape) && Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Node other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id;
}
