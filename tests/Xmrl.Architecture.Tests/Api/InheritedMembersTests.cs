namespace Xmrl.Architecture.Tests.Api;

/// <summary>What the listing leaves out as promised already.</summary>
public sealed class InheritedMembersTests
{
    /// <summary>A public contract.</summary>
    public interface IShape
    {
        int Sides { get; }

        int Scale { get; }

        int Draw();
    }

    internal interface IHidden
    {
        int Weight();
    }

    [Theory]
    [InlineData(nameof(Square.Draw), true)]
    [InlineData(nameof(Square.Sides), true)]
    [InlineData(nameof(Square.Describe), true)]
    [InlineData(nameof(Square.ToString), true)]
    [InlineData(nameof(Square.Scale), false)]
    [InlineData(nameof(Square.Weight), false)]
    [InlineData(nameof(Square.Area), false)]
    [InlineData(nameof(Square.Extra), false)]
    public void Contains_WhatAPublicBaseOrInterfacePromises(string member, bool isInherited)
        => new InheritedMembers(typeof(Square)).Contains(typeof(Square).GetMember(member).ShouldHaveSingleItem()).ShouldBe(isInherited);

    [Fact]
    public void Contains_IsFalseForTheMembersOfTheContractItself()
        => typeof(IShape).GetMembers().ShouldAllBe(member => !new InheritedMembers(typeof(IShape)).Contains(member));

    /// <summary>A public base.</summary>
    public abstract class Form
    {
        public virtual int Area => 0;

        public abstract string Describe();
    }

    /// <summary>Overrides, implements, hides and adds.</summary>
    public sealed class Square : Form, IShape, IHidden
    {
        public int Sides => 4;

        public int Scale { get; set; }

        public new int Area => 1;

        public int Extra => 2;

        public int Draw() => 3;

        public int Weight() => 4;

        public override string Describe() => "square";

        public override string ToString() => Describe();
    }
}
